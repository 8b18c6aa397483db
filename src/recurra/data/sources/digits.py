"""scikit-learn's handwritten digits: 1,797 images of 8 x 8 pixels in 17 greys, ten classes.

E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI repository, 1998 (CC BY 4.0).
Comes with the installation of scikit-learn.
"""

import importlib.util
from pathlib import Path

import numpy as np

from recurra.data.images import as_images, order_sentence
from recurra.data.limit import first_of_each_class
from recurra.data.sequences import Sequences
from recurra.settings.readers import ImageSettings
from recurra.words import say


def digits(how: ImageSettings) -> Sequences:
    """The digits as sequences, pixels divided by 16.

    >>> data = digits(ImageSettings())
    >>> len(data), data.x[0].shape, len(data.classes)
    (1797, (8, 8), 10)
    """
    table = _table()
    y = table[:, -1].astype(np.int64)
    keep, cleaned = first_of_each_class(y, None, how.limit)
    pixels = table[keep, :-1].reshape(-1, 8, 8, 1)
    x = as_images(pixels, how.order, top=16.0)
    return Sequences(
        name="digits",
        x=x,
        y=y[keep],
        classes=tuple(str(d) for d in range(10)),
        channels=tuple(f"p{i + 1}" for i in range(x.shape[1])),
        inferred=(say("data.images.digits"), order_sentence(x)),
        cleaned=cleaned,
        files=("scikit-learn: load_digits",),
        unit=True,
    )


def _table() -> np.ndarray:
    """[1797, 65]: the pixels of an image, row by row, and its digit; as `load_digits` reads them.

    The file alone: loading scikit-learn takes longer than all the rest of reading.
    """
    found = importlib.util.find_spec("sklearn")
    assert found is not None and found.origin is not None
    file = Path(found.origin).parent / "datasets" / "data" / "digits.csv.gz"
    return np.loadtxt(file, delimiter=",", dtype=np.uint8)
