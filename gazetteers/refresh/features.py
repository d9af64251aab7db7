"""Waters, mountains, islands and the like: `place/features.tsv`; airports and air bases: `place/airports.tsv`.

Comes in: gdeltforge's list of places, of which only names with a type word (river, strait, dam) are
taken; airportsdata. Goes out: one row a feature with its point. English-speaking lands overseas are left
out of the features: their creeks and bays fill lists and are not in the news.
"""

import csv
import re
from collections import defaultdict

import countries
import hand
import table
from context import Context

# Type word at the end of a name → subtype.
LAST = {
    "River": "river", "Lake": "lake", "Reservoir": "lake", "Sea": "sea", "Ocean": "ocean", "Gulf": "sea", "Bay": "sea", "Strait": "strait", "Straits": "strait",
    "Channel": "strait", "Canal": "canal", "Island": "island", "Islands": "island", "Archipelago": "island", "Atoll": "island", "Reef": "island",
    "Peninsula": "region", "Mountains": "mountain", "Mountain": "mountain", "Volcano": "mountain", "Range": "mountain", "Glacier": "mountain", "Plateau": "region",
    "Desert": "desert", "Delta": "region", "Basin": "region", "Dam": "dam", "Refugee Camp": "camp", "Air Base": "base", "Air Force Base": "base", "Naval Base": "base",
    "Prison": "prison", "Pass": "mountain", "Crossing": "border_crossing", "Checkpoint": "border_crossing", "Oilfield": "region", "Oil Field": "region", "Power Station": "building",
    "Nuclear Power Plant": "building",
}
FIRST = {"Lake": "lake", "Mount": "mountain", "Cape": "region", "Gulf of": "sea", "Strait of": "strait", "Bay of": "sea", "Sea of": "sea", "Wadi": "river", "Jabal": "mountain"}
FACILITY = {"dam", "camp", "base", "prison", "border_crossing", "building"}
LEFT_OUT = {"United States", "Canada", "Australia", "New Zealand", "Bermuda", "Jamaica", "Ireland", "United Kingdom", "Trinidad And Tobago", "South Africa"}
SPELLED = {"Democratic Republic Of The Congo": "CD", "Congo": "CG", "Gaza Strip": "PS", "West Bank": "PS", "Burma": "MM", "Cote D'Ivoire": "CI", "Bahamas, The": "BS", "The": "",
           "Micronesia": "FM", "Oceans": "", "Vietnam": "VN", "Republic Of": "VN", "Spratly Islands": "", "Paracel Islands": "", "Falkland Islands (Islas Malvinas)": "FK",
           "Bosnia-Herzegovina": "BA", "Macedonia": "MK", "Swaziland": "SZ", "Timor-Leste": "TL", "Kosovo": "XK"}


def kind_of(name: str) -> str | None:
    for word, kind in sorted(LAST.items(), key=lambda item: -len(item[0])):
        if name.endswith(" " + word):
            return kind
    return next((kind for word, kind in FIRST.items() if name.startswith(word + " ")), None)


def feature_rows(context: Context) -> list[dict]:
    lands = {table.fold(n): row["country"] for row in countries.rows(context.sources) if row["country"] for n in [row["name"], *row["aliases"]]}
    with open(table.CURATED / "features.tsv", encoding="utf-8", newline="") as file:
        own = {row["name"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    known = {name for _, row in hand.rows(context.gazetteers, "place") for name in hand.names(row)}
    found: dict[tuple[str, str], dict] = {}
    spread: dict[str, set] = defaultdict(set)
    for place in context.sources.parquet("gdeltforge", "gdeltforge/data/places.parquet", ["place", "place_lat", "place_lon", "place_name", "wrong_point"]):
        parts = (place["place_name"] or "").split(", ")
        name, last = parts[0].strip(), parts[-1].strip()
        kind = kind_of(name)
        if not kind or last in LEFT_OUT or place["wrong_point"] or place["place_lat"] is None or not place["place"].lstrip("-").isdigit() or not re.fullmatch(r"[A-Z][A-Za-z' .-]+", name) or len(name.split()) > 5:
            continue
        land = SPELLED.get(last, lands.get(table.fold(last), ""))
        spread[table.fold(name)].add(land)
        identity = (table.fold(name), land)
        candidate = {"id": f"feature:{slug(name)}" + (f"-{land.lower()}" if land else ""), "name": name, "type": "facility" if kind in FACILITY else "", "subtype": kind,
                     "country": land, "lat": float(place["place_lat"]), "lon": float(place["place_lon"])}
        # Of several points the one with the smallest number of the source, so that a refresh changes nothing.
        if identity not in found or int(place["place"]) > found[identity]["order"]:
            found[identity] = {**candidate, "order": int(place["place"])}
    made: dict[str, dict] = {}
    for (key, land), row in sorted(found.items()):
        words = [w for w in key.split() if w]
        common = all(context.frequency.is_common_word(w) for w in words)
        if common and row["subtype"] not in {"sea", "ocean", "strait"} or len(spread[key]) > 3 or row["name"] in own or key in known:
            continue
        made[row["id"]] = {k: v for k, v in row.items() if k != "order"}
    for name, row in own.items():
        if hand.names(row) & known:
            continue
        made[f"feature:{slug(name)}"] = {"id": f"feature:{slug(name)}", **{k: v for k, v in row.items()}}
    return list(made.values())


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", table.plain(name).lower()).strip("-")


def airport_rows(context: Context) -> list[dict]:
    """Airports with an IATA code and air bases, under the name the news uses: without `International` too."""
    known = {name for _, row in hand.rows(context.gazetteers, "place") for name in hand.names(row)}
    made: dict[str, dict] = {}
    lines = context.sources.read("airportsdata", "airportsdata/airports.csv").decode("utf-8").splitlines()
    for port in csv.DictReader(lines):
        name = re.sub(r"\s+", " ", port["name"].replace("/", " / ")).strip()
        base = re.search(r"\b(Air Base|Air Force Base|Airbase|Naval Air Station|Air Station)\b", name)
        if not (port["iata"] or base) or not re.fullmatch(r"[A-Z][A-Za-z' .-]+", table.plain(name)) or not re.search(r"\b(Airport|Airfield|Aerodrome|Air|Airbase|Heliport|Station|Base)\b", name):
            continue
        if not re.search(r"International|Air Base|Airbase|Air Force Base|Naval Air", name) and port["country"] in {"US", "CA", "AU"}:
            continue
        aliases = [name.replace(" International", "")] if " International Airport" in name else []
        if known & {table.fold(n) for n in [name, *aliases]}:
            continue
        made[port["icao"]] = {
            "id": f"airport:{port['icao']}", "name": name, "aliases": table.distinct(aliases, name), "type": "facility", "subtype": "base" if base and not port["iata"] else "airport",
            "country": port["country"], "lat": float(port["lat"]), "lon": float(port["lon"])}
    return list(made.values())
