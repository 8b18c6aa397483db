"""The kinds of files that mutants are made of, by the reader that reads them."""

from tests.data.mutants import (
    arrays,
    arrow,
    csv_text,
    idx,
    labelled,
    panels,
    recordings,
    records_json,
    trees,
    ts,
    workbook,
)
from tests.data.mutants.mutant import Make

MAKERS: dict[str, Make] = {
    "csv": csv_text.make,
    "json": records_json.make,
    "arrow": arrow.make,
    "excel": workbook.make,
    "ts": ts.make,
    "idx": idx.make,
    "arrays": arrays.make,
    "recordings": recordings.make,
    "labelled": labelled.make,
    "panels": panels.make,
    "brackets": trees.make_brackets,
    "conllu": trees.make_conllu,
}
