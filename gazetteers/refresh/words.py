"""Words: `word/verb_forms.tsv`, `word/currencies.tsv`, `word/timezones.tsv`.

Comes in: lemminflect's table of inflections, ISO 4217, the time zone database's abbreviations, and
`curated/currencies.tsv`, `curated/timezones.tsv`. Goes out: one row a form. Does not hold the closed
classes of words, which are written by hand.
"""

import csv
import gzip
import json
import re

import table
from sources import Sources

TAGS = ("VBD", "VBN", "VBG", "VBZ")


def verb_rows(sources: Sources) -> list[dict]:
    """Every verb of the source with its forms; a missing participle is the past form."""
    verbs: dict[str, tuple] = {}
    for line in gzip.decompress(sources.read("lemminflect", "resources/infl_lu.csv.gz")).decode("utf-8").splitlines():
        lemma, pos, *forms = line.split(",")
        if pos in ("verb", "aux") and len(forms) == 4 and re.fullmatch(r"[a-z]+(-[a-z]+)?", lemma.lower()) and lemma != lemma.upper():
            verbs.setdefault(lemma.lower(), tuple(forms))
    # Verbs the source has not, or has in an odd spelling; one without forms is no verb in news.
    for row in curated("verbs.tsv"):
        if row["past"]:
            verbs[row["lemma"]] = (row["past"], row["participle"] or row["past"], row["ing"], row["third"])
        else:
            verbs.pop(row["lemma"], None)
    tags: dict[tuple[str, str], set] = {}
    for lemma, (past, participle, ing, third) in verbs.items():
        for tag, forms in zip(TAGS, (past, participle or past, ing, third)):
            for form in forms.split("/"):
                if re.fullmatch(r"[a-z]+(-[a-z]+)?", form.lower()):
                    tags.setdefault((form.lower(), lemma), set()).add("VBP" if form in {"am", "are"} else tag)
        tags.setdefault((lemma, lemma), set()).add("VB")
    order = ["VB", "VBP", "VBZ", "VBD", "VBN", "VBG"]
    # `am` and `are` are present forms; the table knows five tags, so they are listed with VBZ.
    return [{"word": word, "lemma": lemma, "tags": sorted({"VBZ" if t == "VBP" else t for t in found}, key=order.index)} for (word, lemma), found in tags.items()]


def curated(name: str) -> list[dict]:
    with open(table.CURATED / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def currency_rows(sources: Sources) -> list[dict]:
    """Codes and full names from ISO 4217; what writers say of them, and signs, by hand."""
    made: dict[str, dict] = {}
    lines = sources.read("iso_currency", "isodata.tsv").decode("utf-8").splitlines()
    for record in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        code, name = record["alpha3"], re.sub(r"\s*\(.*?\)", "", record["name"]).strip()
        if "fund" in (record["flags"] or "") or code.startswith("X") and code not in {"XAF", "XOF", "XPF", "XCD", "XCG"}:
            continue
        made[code] = {"word": code, "value": code, "kind": "code"}
        if " " in name and name.isascii():
            for word in (name, plural(name)):
                made.setdefault(word, {"word": word, "value": code, "kind": "noun"})
    for row in curated("currencies.tsv"):
        made[row["word"]] = row
    # `ALL`, `TOP`, `TRY` are words in a headline; they stand here as codes all the same, in capitals only.
    return list(made.values())


UNCHANGED = {"yuan", "yen", "won", "baht", "renminbi", "rand", "ringgit", "kip", "dong", "kyat", "sum", "som", "tenge", "lari", "birr", "leu", "lev", "lek"}


def plural(name: str) -> str:
    last = name.rsplit(" ", 1)[-1]
    if last in UNCHANGED or last.endswith("s"):
        return name
    return name[:-1] + "ies" if re.search(r"[^aeiou]y$", name) else name + "s"


def offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def timezone_rows(sources: Sources) -> list[dict]:
    """Abbreviations by hand first; those of the database that name one offset only come after."""
    made = {}
    for row in curated("timezones.tsv"):
        made.setdefault(table.fold(row["word"]), row)
    offsets: dict[str, set] = {}
    for zone in json.loads(sources.read("@vvo/tzdb", "raw-time-zones.json")):
        if re.fullmatch(r"[A-Z]{3,4}", zone["abbreviation"]):
            offsets.setdefault(zone["abbreviation"], set()).add(zone["rawOffsetInMinutes"])
        offsets.setdefault(zone["alternativeName"], set()).add(zone["rawOffsetInMinutes"])
    for name, found in offsets.items():
        if len(found) == 1 and table.fold(name) not in made and name.isascii() and name not in {"ART", "ACT", "PET", "GET", "RET", "WIT", "WAT", "CAT", "EAT", "WAKT"}:
            made[table.fold(name)] = {"word": name, "value": offset(next(iter(found)))}
    return list(made.values())
