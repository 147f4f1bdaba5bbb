"""One ministry under moved or other words: "Interior Ministry of Orlau", "the Orlau Ministry of Internal Affairs"."""

from __future__ import annotations

from functools import cache

from firsthand import names
from firsthand.lexicon import Lexicon

_MOST_WORDS = 6  # of what one ministry is called
_STATE = frozenset("republic kingdom state federation union federal royal democratic people the".split())


def unified(name: str, known: Lexicon) -> str:
    """Return the name of a ministry with the one wording that all its wordings share, behind whose it is: ``Orlau interior ministry``.

    Nothing for names of anything else. The wordings are those of ``officials.toml``.
    """
    wordings = _wordings(known)
    words = names.parts(name)
    for size in range(min(_MOST_WORDS, len(words)), 1, -1):
        for at in range(len(words) - size + 1):
            meant = wordings.get(words[at : at + size])
            if meant:
                owner = [
                    w for w in names.content_words(" ".join((*words[:at], *words[at + size :]))) if w not in _STATE
                ]
                return " ".join((*owner, meant))
    return ""


@cache
def _wordings(known: Lexicon) -> dict[tuple[str, ...], str]:
    """Return the words for a ministry -> the wording that stands for all."""
    rows = known.table("officials").get("bodies", {})
    return {
        names.parts(words): row["name"].lower()
        for key, row in rows.items()
        if key.endswith("-ministry")
        for words in row["words"]
        if "ministry" in words
    }
