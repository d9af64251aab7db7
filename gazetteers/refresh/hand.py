"""The hand-written files beside the generated ones.

Comes in: a folder of `gazetteers/` and the names of its generated files. Goes out: who stands in the
others already, so that a generated row does not stand beside a better one written by hand.
"""

import csv
from pathlib import Path

import table

GENERATED = {
    "place": {"countries.tsv", "cities.tsv", "admin1.tsv", "admin2.tsv", "features.tsv", "airports.tsv"},
    "person": {"leaders.tsv", "known.tsv"},
    "organization": {"parties.tsv", "companies.tsv", "universities.tsv"},
}


def rows(gazetteers: Path, folder: str) -> list[tuple[str, dict]]:
    """(file stem, row) of every hand-written row of a folder."""
    made = []
    for path in sorted((gazetteers / folder).glob("*.tsv")):
        if path.name in GENERATED[folder]:
            continue
        with open(path, encoding="utf-8", newline="") as file:
            lines = (line for line in file if not line.startswith("#"))
            made += [(path.stem, row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row.get("name")]
    return made


def names(row: dict) -> set[str]:
    """The folded name and aliases of a row."""
    return {table.fold(n) for n in [row["name"], *(row.get("aliases") or "").split("|")] if n}
