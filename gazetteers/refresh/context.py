"""What the makers of tables share: the sources, the word frequencies, the known name tokens."""

from functools import cached_property
from pathlib import Path

import names
from frequency import Frequency
from sources import Sources


class Context:
    """`gazetteers` is the folder with the hand-written files. `tokens` maps a folded word to how common it is as a part of people's names, 1 to 9."""

    def __init__(self, sources: Sources, gazetteers: Path):
        self.sources, self.gazetteers = sources, gazetteers

    @cached_property
    def frequency(self) -> Frequency:
        return Frequency(self.sources.read("spacy-lookups-data", "en_lexeme_prob.json.gz"))

    @cached_property
    def token_rows(self) -> list[dict]:
        return names.token_rows(self.sources, self.frequency)

    @cached_property
    def tokens(self) -> dict[str, int]:
        return {row["word"]: row["weight"] for row in self.token_rows}
