"""What `--prepare` can do to a column: a name a line, and its class in `recurra.data.prepare`.

They are done in this order, whatever order they are written in. The command line, its help and the
manifests of trained models follow from it.
"""

STEPS: dict[str, str] = {
    "resample": "resample.Resample",
    "last": "last.Last",
    "linear": "linear.Linear",
    "mask": "mask.Mask",
    "average": "average.Average",
    "lowpass": "lowpass.LowPass",
    "diff": "diff.Diff",
    "logreturn": "logreturn.LogReturn",
    "standard": "standard.Standard",
    "minmax": "minmax.MinMax",
    "robust": "robust.Robust",
    "none": "none.Unscaled",
}
