"""Images: IDX files, and the digits that come with the installation."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, option, same
from recurra.settings.readers.shared import Shared
from recurra.words import say


@dataclass(frozen=True)
class ImageSettings:
    """How images become sequences."""

    heading: ClassVar = say("options.reading.of_images")

    order: str = option(
        "row",
        say("options.reading.order"),
        words=say("options.reading.order_called"),
        quiet=True,
    )
    limit: int | None = same(Shared, "limit")

    def __post_init__(self) -> None:
        check(self)
