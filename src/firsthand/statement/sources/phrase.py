"""The words that name a source -> the phrase, taken apart: its core, apposition, bracket and head noun."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from firsthand.fold import fold, shown
from firsthand.lexicon import Lexicon
from firsthand.lexicon import named as known_names
from firsthand.records import Article, SourceKind
from firsthand.spans import Span
from firsthand.statement.sources.here import Here
from firsthand.statement.sources.vocabulary import Vocabulary, vocabulary

LINK = re.compile(
    r"\s(?:of|in|from|with|at|on|near|to|for|inside|within|by|among|across|around|close|about|and)\s", re.I
)
POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name a source, taken apart."""

    here: Here
    full: str  # all words, single spaces
    core: str  # without article words, relative clause, brackets and apposition
    apposition: str
    bracket: str
    determined: bool  # "the", "a", "some" stood before it
    words: Vocabulary
    names: known_names.Names

    @property
    def head(self) -> str:
        """Return the folded head noun: the last word before the first link word."""
        front = LINK.split(fold(self.core), maxsplit=1)[0]
        found = re.findall(r"[\w.-]+", POSSESSIVE.sub("", front))
        return found[-1] if found else ""

    def head_kind(self) -> tuple[str, SourceKind] | None:
        """Return the head noun (of two words, else one) that the vocabulary knows, and its kind."""
        front = LINK.split(fold(self.core), maxsplit=1)[0]
        found = re.findall(r"[\w.-]+", POSSESSIVE.sub("", front))
        for size in (2, 1):
            word = " ".join(found[-size:])
            if len(found) >= size and word in self.words.heads:
                return word, self.words.heads[word]
        return None

    @property
    def head_is_small(self) -> bool:
        """Tell whether the last word before the first link word has no capital: "the register of the Directorate" is no Register."""
        return LINK.split(self.core, maxsplit=1)[0].split()[-1].islower()

    def only(self, words: str, core: str, *, determined: bool) -> Phrase:
        """Return what ``words`` alone would be in the same article, of which ``core`` is the name proper."""
        return replace(self, full=words, core=core, apposition="", bracket="", determined=determined)


_RELATIVE_PRONOUN = frozenset({"who", "which", "that", "whom", "whose"})
_BOUNDARY = re.compile(r"[.!?;:,\n\"“”()]\s*|\b(?:the|a|an|by|with|from|of|to|and|but|as|said|against)\s", re.I)


def antecedent(article: Article, span: Span) -> Span | None:
    """Return the words that a relative pronoun under ``span`` follows: the noun phrase that ends right before it."""
    if fold(span.of(article.text)) not in _RELATIVE_PRONOUN:
        return None
    begin = max(0, span.start - 80)
    before = article.text[begin : span.start].rstrip(" ,\n")
    start = max((m.end() for m in _BOUNDARY.finditer(before)), default=0)
    words = before[start:].strip()
    if not words or len(words.split()) > 6:
        return None
    at = begin + before.rindex(words)
    return Span(at, at + len(words))


# the end of the name proper: a relative clause, a participle, a place or time tagged on
RELATIVE = re.compile(
    r"\s*,?\s+(?:who|whom|whose|which|that|where|speaking|citing|quoting|quoted|quotes|according|told|reached|familiar|close|based|cited|identified"
    r"|briefed|led|backed|published|obtained|released|posted|seen|taken|shot|filmed|monitored|received|issued|broadcast|carried|dated"
    r"|circulating|circulated|contacted|interviewed|including|wishing|asking|requesting|speaks)\b.*"
    r"|\s+(?:did|does|do|is|are|was|were|has|have|had|would|could|should|ca|wo)n['’]t\b.*",  # "Spotify didn't officially say"
    re.S | re.I,
)
_BEFORE = re.compile(
    r"(?:(?:the|a|an|this|that|these|those|its|their|his|her|our|some|several|many|other|various|multiple|two|three|four|one|another|any|both|all"
    r"|according to|based on|citing|by|from|and|but|as|via|reports? from)\s+)+",
    re.I,
)
# what a teller thinks of a name, which others bear without it
SNEER = re.compile(r"(?<![\w'’-])(?:so-called|self-(?:styled|proclaimed|described))\s+(?=[A-Z])", re.I)
_SELF = re.compile(r"(?<=\w)\s+(?:itself|himself|herself|themselves)$", re.I)
_BRACKET = re.compile(r"\s*\(([^()]{1,40})\)\s*")
# setting := words of place or time before a speaker: "over the hotline | the Border Command", "in a letter | the mayor"
_SETTING = re.compile(
    r"(?:over|via|in|on|at|during|after|through|by)\s(?:the|a|an|his|her|its|their)(?:\s[\w'’-]+){1,2}?,?\s(?=(?:the|a|an)\s\w)",
    re.I,
)
# own words := who "'s" [adjective] noun of saying by oneself: "the mayor's written statement" says what the mayor says
_OWN_WORDS = re.compile(
    r"([^'’]+(?:['’](?!s?\s)[^'’]+)*)['’]s?\s(?:(?:own|latest|first|last|later|earlier|written|official|public|brief|short)\s)?"
    r"(?:statement|statements|announcement|remarks|comments|tweet|tweets|press release|communique|communiqué"
    r"|(?:bulletin|notice|circular)(?:,? no\.? ?\d+)?)",
    re.I,
)


def taken_apart(said: str, here: Here, known: Lexicon) -> Phrase:
    """Return the words ``said`` as a phrase: setting, article words, brackets, apposition and relative clause set aside."""
    full = " ".join(shown(said).split()).strip(" ,.;:\"“”'‘’-–—")
    full = _SETTING.sub("", full, count=1) if _SETTING.match(full) else full
    own = _OWN_WORDS.fullmatch(full)
    full = own[1] if own else full
    before = _BEFORE.match(full)
    core = full[before.end() :] if before and before.end() < len(full) else full
    bracket = _BRACKET.search(core)
    core = _BRACKET.sub(" ", core)
    core, _, apposition = core.partition(",")
    core = RELATIVE.sub("", core).strip(' ,.;:"“”-–—') or core.strip() or full
    core = _SELF.sub("", core)
    sneer = SNEER.match(core)
    core = core[sneer.end() :] if sneer else core
    determined = before is not None and before.end() < len(full)
    return Phrase(
        here=here,
        full=full,
        core=core,
        apposition=apposition.strip(),
        bracket=bracket[1].strip() if bracket else "",
        determined=determined,
        words=vocabulary(known),
        names=known_names.load(known),
    )


def is_name(words: str) -> bool:
    """Tell whether the words begin with a capital and at least half of them have one."""
    pieces = words.split()
    big = [w for w in pieces if w[:1].isupper() or w[:1].isdigit()]
    return (
        bool(big)
        and pieces[0][:1].isupper()
        and len(big) * 2 >= len(pieces)
        and (len(pieces) > 1 or len(pieces[0]) > 1)
    )


LONGEST = 200  # characters of words that name one person with an office; the form is tried at every word
