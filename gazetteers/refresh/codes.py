"""Codes of event types: `event/codes.tsv`.

Comes in: the CAMEO codes of gdelt-py, and the PLOVER types and modes written by hand in `curated/codes.tsv`. Goes out: one row a code, by which
`dateline gazetteer check` tells a misspelled code of a frame.
"""

import csv
import json

import table
from context import Context


def rows(context: Context) -> list[dict]:
    codes = json.loads(context.sources.read("gdelt-py", "py_gdelt/lookups/data/cameo_codes.json"))
    with open(table.CURATED / "codes.tsv", encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    # A code stands beneath the one that is shorter by a digit: what stands beneath none is misprinted in the source, and written by hand.
    above = codes.keys() | {row["code"] for row in written}
    made = [{"system": "cameo", "code": code, "label": row["name"].split(", not specified")[0].capitalize()} for code, row in codes.items() if len(code) < 3 or code[:-1] in above]
    return made + written
