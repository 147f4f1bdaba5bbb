"""Articles of one story -> the ways to read it: which document may stand for each text of which there are several versions.

A version that has no words of its own is the same witness as the text it repeats: sentences in another order, some of them left
out, letters of another script, another outlet, byline, headline or date. In one way of reading exactly one document of each text
is read, as if its other versions were not there. Which of them was first cannot be known for sure, for all that tells may be
forged; so each that may have been is read in one of the ways, and what is safe to say is safe in every one. Whoever adds such a
version adds a way at most; the way in which the story is read without it remains. Of a text that somebody has put in hundreds of
orders not all can be read: then no more than one origin is safe of what it says, and the claim says why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from firsthand import copies
from firsthand.copies import Copies
from firsthand.fold import fold, latin
from firsthand.names import host, initials
from firsthand.records import Account, Article, Claim, DocumentId, Kin, StatementId, Stemma, Support
from firsthand.spans import quote
from firsthand.tokens import spelt

OWN_WORDS = 4  # words that a version may have besides those of the text it repeats: a byline, a credit
OWN_SHARE = 0.03  # the same as a share of its words, for long ones; an edited report has more
LEAST = 18  # words; in a shorter extract a few words in common would make two texts one
FULL = 0.9  # share of the longest version's words from which a version may be the original
SAME_ORDER = 0.98  # share of three-word runs from which two versions have their sentences in one order
SIGNED = 3  # versions in one order that may be the original: stamps, headlines and paragraphs differ
READ_AGAIN = 1_200  # reports that are read in all ways together; the first way reads every story whole
GONE_OVER = 10  # documents of which only the text is looked up again in a way cost as much as one that is read
COMBINED = 8  # ways up to which the versions of several texts are combined freely


@dataclass(frozen=True, slots=True)
class _Version:
    document: DocumentId
    bag: Counter[str]
    size: int
    runs: frozenset[str]
    disguised: bool  # letters of another script stand for Latin ones
    key: str  # digest of the body's words
    whole: str  # the text as it stands, but for white space inside of paragraphs
    stamp: tuple[str, str]
    named: tuple[str, ...] = ()  # the names of its outlet that a text names


class Ways(NamedTuple):
    """The ways to read a story, the likeliest first: in each, one document for every text."""

    read: tuple[Copies, ...]
    unread: Mapping[DocumentId, int]  # documents of texts of which not every version is read, and how many are not


def ways(articles: Sequence[Article]) -> Ways:
    """Return the ways to read a story.

    Edited versions, which have words of their own, are texts of their own here; an extract without any is not.
    """
    by_id = {a.id: a for a in sorted(articles, key=lambda a: a.id)}
    versions = [_version(a) for a in by_id.values()]
    key = {v.document: v.key for v in versions}
    texts = _texts(versions)
    several = [text for text in texts if len(text) > 1]
    if not several:
        return Ways((Copies({i: i for i in by_id}, key),), {})
    named = _named(by_id, several)
    possible = [_originals([replace(v, named=named[v.document]) for v in text]) for text in several]
    chosen = list(_chosen(possible, max(1, READ_AGAIN // (len(texts) + len(by_id) // GONE_OVER))))
    unread: dict[DocumentId, int] = {}
    for n, (text, versions) in enumerate(zip(several, possible, strict=True)):
        left = len({v.document for v in versions} - {first[n].document for first in chosen})
        unread |= {v.document: left for v in text if left}
    return Ways(tuple(_standing(by_id, several, first, key) for first in chosen), unread)


def safe_unread(
    claims: Iterable[Claim], accounts: Mapping[DocumentId, Account], unread: Mapping[DocumentId, int]
) -> tuple[Claim, ...]:
    """Return ``claims`` with no more than one origin safe where a version of a text that says so is ``unread``."""
    if not unread:
        return tuple(claims)
    left = {s.id: unread[i] for i in sorted(unread) for s in accounts[i].statements}
    return tuple(_cautious(c, max((left.get(i, 0) for i in c.statements), default=0)) for c in claims)


def _cautious(claim: Claim, left: int) -> Claim:
    def lowered(support: Support | None) -> Support | None:
        if support is None or support.origins.low <= 1:
            return support
        note = f"one text stands in so many orders that {left} of them were not read, so no more than one is safe"
        return replace(support, origins=replace(support.origins, low=1), because=f"{support.because} ({note})")

    if not left:
        return claim
    values = tuple(replace(v, support=lowered(v.support)) for v in claim.values)
    return replace(claim, support=lowered(claim.support), values=values)


def rivals(every: Sequence[Copies]) -> dict[DocumentId, tuple[DocumentId, ...]]:
    """Return, for each document that stands for a text in one of ``every`` way to read it, all that do in any of them."""
    standing: dict[DocumentId, set[DocumentId]] = defaultdict(set)
    for i in every[0].original:
        them = {way.original[i] for way in every}
        for one in them if len(them) > 1 else ():
            standing[one] |= them
    return {i: tuple(sorted(them)) for i, them in sorted(standing.items())}


def retied(related: Stemma, way: Copies) -> Stemma:
    """Return ``related`` with the kin of every document as kin of the one that stands for its text."""
    kin: dict[tuple[DocumentId, DocumentId], Kin] = {}
    for k in related.kin:
        a, b = sorted((way.original.get(k.a, k.a), way.original.get(k.b, k.b)))
        if a != b and ((a, b) not in kin or kin[a, b].probability < k.probability):
            kin[a, b] = k if (k.a, k.b) == (a, b) else Kin(a, b, k.probability)
    return Stemma(kin=tuple(kin[pair] for pair in sorted(kin)))


def said_again(articles: Iterable[Article], accounts: Mapping[DocumentId, Account]) -> dict[StatementId, StatementId]:
    """Return, for each statement of a sentence that its report has before, through the same voice, the statement there."""
    out: dict[StatementId, StatementId] = {}
    for a in articles:
        begins = [s.start for s in a.sentences]
        sentences = [" ".join(s.span.of(a.text).split()) for s in a.sentences]
        if len(set(sentences)) == len(sentences):
            continue
        voice = {x.id: x.source_id for x in accounts[a.id].attributions}
        first: dict[object, StatementId] = {}
        for s in accounts[a.id].statements:
            n = bisect_right(begins, s.content[0].start) - 1
            at = begins[n] if n >= 0 else 0
            place = tuple(c.shifted(-at) for c in s.content)
            chain = tuple(voice.get(i) for i in s.chain)
            said = sentences[n] if n >= 0 else "", quote(a.text, s.content), place, s.answers, s.status, s.zone, chain
            if first.setdefault(said, s.id) != s.id:
                out[s.id] = first[said]
    return out


def repeats(
    articles: Iterable[Article], accounts: Mapping[DocumentId, Account], texts: Copies
) -> dict[StatementId, StatementId]:
    """Return, for each statement that its report has before or that the original of its text makes too, the first of them."""
    articles = list(articles)
    before = said_again(articles, accounts)
    return before | {i: before.get(o, o) for i, o in copies.repeated(articles, accounts, texts).items()}


# ---- versions ---------------------------------------------------------------------------------------------------------


def _version(article: Article) -> _Version:
    body = copies.body(article)
    found = body.words
    bag, runs = _bag(found)
    whole = "\n".join(" ".join(line.split()) for line in article.text.split("\n") if line.strip())
    stamp = (article.published.earliest or "~", article.published.latest or "~")
    known = body.version
    return _Version(article.id, bag, known.size, runs, known.disguised, known.key, whole, stamp)


@lru_cache(maxsize=copies.REMEMBERED)
def _bag(words: tuple[str, ...]) -> tuple[Counter[str], frozenset[str]]:
    """Return the words of a text and its runs, the same for all that print it."""
    runs = frozenset(" ".join(words[n : n + copies.RUN]) for n in range(len(words) - copies.RUN + 1))
    return Counter(words), runs


def _texts(versions: Sequence[_Version]) -> list[list[_Version]]:
    """Return the versions of each text: the fullest first, with those that have no words beside it."""
    out: list[list[_Version]] = []
    same: dict[str, list[_Version]] = {}  # the very same words
    holders: dict[str, list[int]] = defaultdict(list)  # of a run: the texts whose fullest version has it
    for v in sorted(versions, key=lambda v: (-v.size, v.key, v.document)):
        if v.key in same:
            same[v.key].append(v)
            continue
        held = Counter(n for r in v.runs for n in holders.get(r, ()))
        near = [n for n in held if v.size >= LEAST and held[n] >= copies.NEARLY * len(v.runs)]
        home = max((n for n in near if _has_no_words_beside(v, out[n][0])), key=lambda n: (held[n], -n), default=None)
        if home is None:
            home = len(out)
            out.append([])
            for r in v.runs:
                if len(holders[r]) < copies.HOLDERS:
                    holders[r].append(home)
        out[home].append(v)
        same[v.key] = out[home]
    return out


def _has_no_words_beside(v: _Version, fuller: _Version) -> bool:
    return (v.bag - fuller.bag).total() <= max(OWN_WORDS, OWN_SHARE * v.size)


def _named(
    articles: Mapping[DocumentId, Article], texts: Sequence[Sequence[_Version]]
) -> Mapping[DocumentId, tuple[str, ...]]:
    """Return, for each version, the names of its outlet that a text names which another outlet publishes."""
    own = {v.document: _names(articles[v.document]) for text in texts for v in text}
    wanted = {n for names in own.values() for n in names}
    found: set[str] = set()
    for i, a in articles.items():
        folded = latin(fold(a.text))
        text = f" {' '.join(spelt(folded))} "
        found |= {n for n in wanted - found if f" {n} " in text and n not in own.get(i, ())}
    return {i: tuple(n for n in names if n in found) for i, names in own.items()}


def _names(article: Article) -> tuple[str, ...]:
    """Return the folded names under which others may name the outlet of ``article``."""
    given = article.outlet or ""
    known = {" ".join(fold(given).split()), *(fold(n) for n in initials(given)), host(article.url).split(".")[0]}
    return tuple(sorted(n for n in known if len(n) > 2))


# ---- which may be the original ----------------------------------------------------------------------------------------


def _originals(text: Sequence[_Version]) -> list[_Version]:
    """Return the versions of one text that may be the original, the likeliest first.

    Not one in letters of another script, nor a cut one, when there are others. Of those that have their sentences in one order
    ``SIGNED``: whose outlet texts name most, that with most words, the earliest; then one under the latest stamp. Two with one stamp
    and the same page throughout differ in the outlet alone: then it is the one that texts name.
    """
    plain = [v for v in text if not v.disguised] or list(text)
    longest = max(v.size for v in plain)
    ranked = sorted((v for v in plain if v.size >= FULL * longest), key=_rank)
    orders: list[list[_Version]] = []
    same: dict[str, list[_Version]] = {}
    for v in ranked:
        home = same.get(v.key) or next((o for o in orders if _in_one_order(v, o[0])), None)
        if home is None:
            home = []
            orders.append(home)
        home.append(v)
        same[v.key] = home
    return [v for order in orders for v in _signed(order)]


def _rank(v: _Version) -> tuple[int, int, tuple[str, str], str, DocumentId]:
    return -len(v.named), -v.size, v.stamp, v.key, v.document


def _in_one_order(v: _Version, other: _Version) -> bool:
    return len(v.runs & other.runs) >= SAME_ORDER * max(len(v.runs), len(other.runs), 1)


def _signed(order: Sequence[_Version]) -> list[_Version]:
    kinds: dict[tuple[object, ...], _Version] = {}
    for v in order:
        kinds.setdefault((v.whole, v.stamp), v)
    ranked = list(kinds.values())
    late = [v for v in ranked[1:] if v.stamp != ranked[0].stamp]
    late.sort(key=lambda v: v.stamp, reverse=True)
    return [ranked[0], *late[:1], *(v for v in ranked[1:] if v not in late[:1])][:SIGNED]


def _chosen(texts: Sequence[Sequence[_Version]], most: int) -> Iterator[list[_Version]]:
    """Yield which version is read of each text: the first of all, the second of all (the last where there are fewer) and so on;
    of few ways, all that can be combined."""
    number = 1
    for text in texts:
        number *= len(text)
    if number <= COMBINED:
        yield from islice((list(one) for one in product(*texts)), most)
        return
    for n in range(min(most, max(len(text) for text in texts))):
        yield [text[min(n, len(text) - 1)] for text in texts]


def _standing(
    ids: Iterable[DocumentId],
    texts: Sequence[Sequence[_Version]],
    first: Sequence[_Version],
    key: Mapping[DocumentId, str],
) -> Copies:
    original = {v.document: f.document for text, f in zip(texts, first, strict=True) for v in text}
    return Copies({i: original.get(i, i) for i in ids}, key)
