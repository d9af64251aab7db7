"""Heads of state and government: `person/leaders.tsv`.

Comes in: the Factbook's line on each land's executive branch, which writes surnames in capitals
(`President Alyaksandr LUKASHENKA (since 20 July 1994)`). Goes out: one row a person with role and land.
People whom a hand-written file of `person/` lists are left out here: the
hand knows them better.
"""

import csv
import html
import re
from pathlib import Path

import countries
import hand
import table
from context import Context

TITLE = re.compile(
    r"^(?:(?P<acting>Acting|Interim|Caretaker|Transitional|Transition)\s+)?(?P<title>(?:State Affairs Commission |Executive |Federal |Supreme |Sovereign Council |Presidential (?:Leadership )?Council |"
    r"Supreme People's Assembly |Lt\. |Vice |Deputy )?(?:Co-)?(?:President(?: of (?:the )?[A-Z][\w ]+?)?|Prime Minister|Premier|King|Queen|Emperor|Emir|Amir|Sultan|Prince|Grand Duke|Grand Duchess|Pope|Chancellor|Taoiseach \(Prime Minister\)|"
    r"Chairman|Chairperson|Chair|Chief Minister|First Minister|Crown Prince|Head of Government|Minister of State|Secretary of State|Supreme Leader|Governor|Governor[- ]General|General|Captain|Regent Captain|Chief Executive|Commander))\s+(?P<rest>.+)$")
RANKS = re.compile(r"^(?:(?:Gen\.|General|Brig\. Gen\.|Lt\. Gen\.|Lt\. Col\.|Col\.|Capt\.|Captain|Dr\.|Sir|Dame|Sheikh|Sayyid|Maj\. Gen\.|Field Marshal|Vice Adm\.|Air Marshal|Admiral)\s+)+")
ROLE = {"Taoiseach (Prime Minister)": "prime minister", "State Affairs Commission President": "leader"}
FEMALE = {"Queen", "Grand Duchess"}
MALE = {"King", "Emperor", "Emir", "Amir", "Sultan", "Prince", "Grand Duke", "Pope", "Crown Prince"}
PARTICLES = {"al", "el", "ould", "de", "da", "do", "dos", "e", "of", "von", "van", "bin", "ibn", "ben", "del", "la", "bint", "di"}


def cased(word: str) -> str:
    """`LUKASHENKA` → `Lukashenka`, `NANDI-NDAITWAH` → `Nandi-Ndaitwah`, `III` as it is."""
    if not word.isupper() or re.fullmatch(r"[IVX]{1,3}|[XVI]{4,}|IV|IX|[A-Z]\.", word) and word != "XI":
        return word
    return "-".join((part[:2] + part[2:3].upper() + part[3:] if part.startswith("Mc") and len(part) > 3 else part) for part in (p.capitalize() for p in word.split("-")))


def parse(text: str):
    """Every (title, acting, words of the name, which are in capitals) in a line of the Factbook."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    for part in re.split(r";|, represented by|\brepresented by\b|\band (?=President|Prime Minister|Prince)", text):
        part = re.sub(r"\s+", " ", part).strip(" ,.")
        if re.search(r"former|vacant|note|previous|overthrown", part):
            continue
        found = TITLE.match(re.sub(r"\s*\(.*$", "", part.replace("(Prime Minister)", "[PM]")).replace("Taoiseach [PM]", "Taoiseach (Prime Minister)"))
        if not found or "represent" in part[:12]:
            continue
        name = RANKS.sub("", found["rest"]).strip(" ,")
        name = re.sub(r" of [A-Z]\w+$|, Jr\.?$|\baka\b.*$|\(.*$", "", name).strip(" ,")
        words = name.split()
        if not 1 <= len(words) <= 6 or not any(w.strip("',-.").isupper() for w in words) or any(c.isdigit() for c in name):
            continue
        yield found["title"], bool(found["acting"]), [cased(w) for w in words], [w.isupper() or "-" in w and w.split("-")[-1].isupper() for w in words]


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", table.plain(name).lower()).strip("-")


def others(gazetteers: Path) -> set:
    """Everyone that the hand-written files list: folded names, and land with surname."""
    known: set = set()
    for _, row in hand.rows(gazetteers, "person"):
        known |= hand.names(row)
        known.add((row.get("country"), table.fold(row["name"]).split(" ")[-1]))
    return known


def rows(context: Context) -> list[dict]:
    pages = countries.factbook(context.sources)
    known = others(context.gazetteers)
    genders = {row["word"]: row["gender"] for row in context.token_rows}
    with open(table.CURATED / "leaders.tsv", encoding="utf-8", newline="") as file:
        corrections = {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    made: dict[str, dict] = {}
    for land in countries.rows(context.sources):
        page = pages.get(countries.fips(context.sources).get(land["country"], "-"), {})
        for key in ("chief of state", "head of government"):
            for title, acting, words, capital in parse(countries.text_of(page, "Government", "Executive branch", key)):
                # The king of several realms and the president of distant islands are listed where they live.
                if key == "chief of state" and (land["subtype"] == "territory" or land["name"] not in HOMES.get(" ".join(words), [land["name"]])):
                    continue
                name, aliases = names_of(words, capital, title)
                identity = f"leader:{slug(name)}"
                own = corrections.get(identity, {})
                refused = {table.fold(a) for a in own.get("refuse", "").split("|") if a}
                aliases = [*own.get("aliases", "").split("|"), *([name] if own.get("name") else []), *aliases]
                aliases = [a for a in aliases if a and table.fold(a) not in refused]
                name = own.get("name") or name
                if any(table.fold(a) in known for a in [name, *aliases]) or (land["country"], table.fold(name).split(" ")[-1]) in known:
                    continue
                role = ROLE.get(title, title.lower() if title[0].isupper() else title)
                role = f"{'acting ' if acting else ''}{role} of {land['name']}"
                row = made.setdefault(identity, {
                    "id": identity, "name": name, "aliases": aliases, "country": land["country"], "roles": [],
                    "gender": "f" if title in FEMALE else "m" if title in MALE else genders.get(table.fold(words[0]), "")})
                if role not in row["roles"]:
                    row["roles"].append(role)
    for identity, row in made.items():
        row["aliases"] = table.distinct(row["aliases"], row["name"])
        row["gender"] = corrections.get(identity, {}).get("gender") or row["gender"]
    return [row for identity, row in made.items() if corrections.get(identity, {}).get("drop") != "yes"]


# A king of several realms is listed where he lives.
HOMES = {"Charles III": ["United Kingdom"], "Frederik X": ["Denmark"], "Willem-Alexander": ["Netherlands"], "Harald V": ["Norway"]}


def names_of(words: list[str], capital: list[bool], title: str) -> tuple[str, list[str]]:
    """The name as it is printed and its shorter form: `Donald J. Trump` → Donald Trump; of a name that
    goes on after the surname (Judith Suminwa Tuluka) also the form that ends with it."""
    full = " ".join(words)
    plain = [w for w in words if not re.fullmatch(r"[A-Z]\.([A-Z]\.)?", w)]
    name = " ".join(plain)
    aliases = [full] if full != name else []
    last = max((i for i, up in enumerate(capital) if up), default=len(words) - 1)
    first = min((i for i, up in enumerate(capital) if up), default=0)
    if title in MALE | FEMALE and len(words) <= 3:
        aliases.append(f"{title} {name}")
    elif first > 0 and last < len(words) - 1:
        aliases.append(" ".join(words[: last + 1]))
    if first > 1 and title not in MALE | FEMALE and not any(w.lower().strip("-") in PARTICLES or w.lower().startswith(("al-", "el-")) for w in words):
        # Some given names are left out in the news: John Dramani Mahama → John Mahama.
        aliases.append(" ".join([words[0], *words[first : last + 1]]))
    return name, table.distinct([a for a in aliases if len(a.split()) >= 2], name)
