"""Which tasks there are, a line each: the name that asks for it, and its class in `recurra.tasks`.

The command line, the check of a source, `tasks.pose`, bundles and trained models follow from it.
"""

TASKS: dict[str, str] = {
    "auto": "",  # what suits the data
    "classification": "classification.Classification",
    "regression": "regression.Regression",
    "counts": "counts.Counts",
    "positive": "positive.Positive",
    "forecasting": "forecasting.Forecasting",
    "nodes": "tree_classification.TreeClassification",
}
