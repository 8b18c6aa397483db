"""What `--help` says of `recurra predict`."""


def does() -> str:
    return (
        "Predict with a model: classes with probabilities, or the rows after a table's end.\n\n"
        "Of a comparison with what it recommends. The screen shows head and tail, with as "
        "many digits as the model's error on the validation part justifies; a file gets all."
    )


def out() -> str:
    return "A file that ends in .csv, .parquet or .xlsx; - for CSV on the screen."
