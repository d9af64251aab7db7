"""How often a word form stands in lower case, Capitalized and in ALL CAPS.

Comes in: the log probabilities of case-sensitive word forms. Goes out: `word/frequency.tsv`, and for
the other modules the question whether a string is a common word rather than a name. Does not know
names of several words.
"""

import gzip
import json
import math
import re

import table

FORM = re.compile(r"[A-Za-z]+('[A-Za-z]+)?")
LOWER, TITLE, UPPER = 0, 1, 2
# A word is listed when one of its forms reaches this step; that makes about 85,000 words.
FLOOR = 6


class Frequency:
    """`steps(word)` gives (lower, title, upper), each 0 or 30 + log2 of the probability, rounded."""

    def __init__(self, compressed: bytes):
        logs = json.loads(gzip.decompress(compressed))
        sums: dict[str, list[float]] = {}
        for form, log in logs.items():
            bare = table.plain(form)
            if not bare.isascii() or not FORM.fullmatch(bare):
                continue
            case = LOWER if bare == bare.lower() else UPPER if bare == bare.upper() and len(bare) > 1 else TITLE
            if case == TITLE and not bare[0].isupper():
                case = LOWER
            sums.setdefault(bare.lower(), [0.0, 0.0, 0.0])[case] += math.exp(log)
        self.table = {
            word: tuple(max(0, min(30, round(30 + math.log2(p)))) if p else 0 for p in ps) for word, ps in sums.items()
        }

    def steps(self, word: str) -> tuple[int, int, int]:
        return self.table.get(word, (0, 0, 0))

    def is_common_word(self, text: str, lead: int = 1, floor: int = 9) -> bool:
        """Whether a one-word string is met as a plain word: in lower case at least `floor`, and not
        rarer than `lead` steps under its capitalized form."""
        lower, title, _ = self.steps(table.plain(text).lower())
        return lower >= floor and lower + lead > title

    def known(self, text: str) -> int:
        """How well known the rarest word of a name is, as a capitalized word: 0 unknown .. 30."""
        words = [w for w in re.split(r"[\s'-]+", table.plain(text).lower()) if w]
        return min((max(self.steps(w)[1:]) for w in words), default=0)

    def rows(self) -> list[dict]:
        return [
            {"word": word, "lower": lower or "", "title": title or "", "upper": upper or ""}
            for word, (lower, title, upper) in self.table.items()
            if max(lower, title, upper) >= FLOOR
        ]
