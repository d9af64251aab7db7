"""Tables: what a gazetteer cell may hold and how a file is written.

Comes in: rows as dictionaries. Goes out: sorted, tab-separated text with LF ends, the same bytes
every time. Does not decide what is worth keeping; the modules that make the rows do.
"""

import re
import unicodedata
from pathlib import Path

CURATED = Path(__file__).parent / "curated"

# Letters that Unicode does not take apart into a base letter and a mark.
WHOLE_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H",
    "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A",
    "ŋ": "n", "Ŋ": "N", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŧ": "t", "Ŧ": "T",
    "‘": "'", "’": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "ʹ": "'", "ʿ": "'", "ʾ": "'", "′": "'", "”": '"', "“": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-",
})


def plain(text: str) -> str:
    """The text without diacritics: `Zürich` → `Zurich`. Case stays."""
    apart = unicodedata.normalize("NFKD", text.translate(WHOLE_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c))).translate(WHOLE_LETTERS)


def fold(text: str) -> str:
    """The key two spellings share when they differ by case, diacritics or apostrophes only."""
    return " ".join(plain(text).lower().replace("'", "").replace("-", " ").split())


def is_latin(text: str) -> bool:
    """Whether every letter is of the Latin script (after taking diacritics off, plain ASCII)."""
    bare = plain(text)
    return bare.isascii() and any(c.isalpha() for c in bare)


def clean(cell: object) -> str:
    """A value as a cell: one line, single spaces, no tab."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    if isinstance(cell, (list, tuple)):
        return "|".join(clean(part).replace("|", "/") for part in cell if part)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(cell))).strip()


def distinct(aliases: list[str], name: str) -> list[str]:
    """The aliases that differ from the name and from each other by more than case and diacritics.
    Points count: `US` and `U.S.` are two."""
    seen, kept = {fold(name)}, []
    for alias in aliases:
        if alias and fold(alias) not in seen:
            seen.add(fold(alias))
            kept.append(alias)
    return kept


def natural(key: str) -> tuple:
    """Sort `geonames:99` before `geonames:100`, so that a refresh moves few lines."""
    return tuple((1, int(p), "") if p.isdigit() else (0, 0, p) for p in re.findall(r"[0-9]+|[^0-9]+", key))


def write(path: Path, columns: list[str], rows: list[dict], key: list[str] | None = None) -> None:
    """Write the rows, sorted by `key` columns (by default the first), leaving out columns nobody fills."""
    used = [c for c in columns if any(clean(r.get(c)) for r in rows)]
    key = key or used[:1]
    cells = [[clean(r.get(c)) for c in used] for r in rows]
    places = [used.index(k) for k in key]
    cells.sort(key=lambda line: ([natural(line[p]) for p in places], line))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(used) + "\n")
        for line in cells:
            out.write("\t".join(line) + "\n")


NAME_COLUMNS = ("id name aliases type subtype country admin1 lat lon population wikidata geonames iso3166 demonyms "
                "roles gender stands_for case valid_from valid_to requires forbids block").split()
