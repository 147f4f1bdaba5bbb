"""Articles + Cast -> who credits whom: outlets of the collection by name, and cited sources that are absent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firsthand.fold import fold
from firsthand.names import host
from firsthand.records import Article, Attribution, Cast, DocumentId, Source, SourceId, SourceKind, ZoneKind
from firsthand.spans import Span
from firsthand.stemma.witness import Witness, rarity
from firsthand.terms import term

REPORTERS = frozenset({SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.MONITOR})  # they publish reports themselves
NO_VOICES = REPORTERS | {SourceKind.ANONYMOUS}
CREDIT = "credit"
PICTURE = "picture_credit"
TOLD = "told"
LEAD_PICTURE = (
    400  # characters from the top of a page in which its first picture is credited; how far the wire sets look
)
NAME_NATS = 9.0  # nats that an outlet's name must weigh to be searched for in running text ("The Voice" does not)
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "on", "the"})  # words that a name may have in small letters


# told := ("told" | "telling" | "interview" "with") ["the" | "a"] reporter's name: what was told came here by way of the reporter
_TELLS = re.compile(r"\b(?:told|tells|telling|interviews? with)(?=\s)")
_TOLD = r"\s+(?:the\s+|an?\s+)?(?:{})\b"


@dataclass(frozen=True, slots=True)
class Citation:
    """That a document credits a source: where it names it, and for what: ``credit`` (all of it), attribution, told, picture."""

    document: DocumentId
    source: SourceId
    span: Span | None
    kind: str


@dataclass(frozen=True, slots=True)
class Citations:
    """Who credits whom in one story."""

    named: Mapping[tuple[DocumentId, DocumentId], Span]  # (citing, cited) reports, where the outlet's name stands
    sources: tuple[Citation, ...]  # every source that an attribution or a credit names
    absent: Mapping[DocumentId, tuple[SourceId, ...]]  # reporters without a report here
    contents: Mapping[tuple[DocumentId, SourceId], tuple[Span, ...]]  # what a document has from a source
    voices: Mapping[DocumentId, frozenset[SourceId]]  # whom a document lets speak: no reporter, nobody without a name

    def of_texts(self, every: Citations, original: Mapping[DocumentId, DocumentId]) -> Citations:
        """Return the citations of reports that stand for a text, who names the outlet of any version of a text naming it.

        ``every`` are those of all documents.
        """
        standing = frozenset(original.values())
        named = {
            (citing, original[cited]): span
            for (citing, cited), span in sorted(every.named.items())
            if citing in standing and original[cited] != citing
        }
        return replace(self, named=named | dict(self.named))


def outlet_names(article: Article, source: Source | None) -> tuple[str, ...]:
    """Return folded names under which others may cite the outlet of ``article``: as given, initials, its site."""
    names = {fold(" ".join(n.split())) for n in (article.outlet or "", *(source.names if source else ())) if n.strip()}
    for name in tuple(names):
        words = [w for w in re.findall(r"\w+", name) if w not in {"the", "of", "and", "for"}]
        if len(words) >= 3:
            names.add("".join(w[0] for w in words))
        names.add(" ".join(words))
    names.add(host(article.url).split(".")[0])
    return tuple(sorted(n for n in names if len(n) >= 3))


@lru_cache(maxsize=4096)
def _telling(name: str) -> bool:
    """Tell whether ``name`` is rare enough in general news to be searched for as it stands."""
    return sum(rarity(term(w)) for w in re.findall(r"\w+", name)) >= NAME_NATS or (
        " " not in name and rarity(term(name)) >= 7.0
    )


def _stands_as_name(written: str) -> bool:
    """Tell whether several words are written as a name is ("the Morning Hammer" but not "the morning hammer")."""
    words = [w for w in re.findall(r"[^\W_]+", written) if w.lower() not in _SMALL]
    return len(words) > 1 and all(w[0].isupper() or w[0].isdigit() for w in words)


def _is_word(written: str, after: str) -> bool:
    """Tell whether a name stands as one word in small letters ("road crossings"), and not as a site ("crossings.example")."""
    return written.isalpha() and written.islower() and not (after[:1] == "." and after[1:].isalnum())


def _mentions(text: str, folded: str, regions: Sequence[Span], names: Sequence[str]) -> Span | None:
    """Return where one of ``names`` stands as words of its own inside ``regions``, telling or written as a name."""
    for name in names:
        telling = _telling(name)
        start = folded.find(name)
        while start >= 0:
            end = start + len(name)
            alone = not (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum())
            if alone and any(s.start <= start and end <= s.end for s in regions):
                written = text[start:end]
                if (telling and not _is_word(written, text[end : end + 2])) or _stands_as_name(written):
                    return Span(start, end)
            start = folded.find(name, start + 1)
    return None


def _named(
    articles: Sequence[Article], witnesses: Mapping[DocumentId, Witness], cast: Cast
) -> dict[tuple[DocumentId, DocumentId], Span]:
    """Return which report names the outlet of which other, and where: in what it says or in its signing line."""
    tables = {s.id: s for s in cast.sources}
    by_outlet: dict[tuple[str, ...], list[DocumentId]] = defaultdict(list)
    for a in articles:
        by_outlet[outlet_names(a, tables.get(cast.outlets.get(a.id, SourceId(""))))].append(a.id)
    by_outlet.pop((), None)
    named: dict[tuple[DocumentId, DocumentId], Span] = {}
    for a in articles:
        w = witnesses[a.id]
        regions = [x.span for x in w.lines] + [z.span for z in a.zones if z.kind is ZoneKind.BYLINE]
        for them, documents in sorted(by_outlet.items()):
            if a.id not in documents:
                span = _mentions(a.text, w.folded, regions, them)
                if span is not None:
                    named.update({(a.id, d): span for d in documents})
    return named


def find(articles: Sequence[Article], witnesses: Mapping[DocumentId, Witness], cast: Cast) -> Citations:
    """Return the citations among ``articles`` and to sources outside them."""
    tables = {s.id: s for s in cast.sources}
    named = _named(articles, witnesses, cast)
    credited = [c for a in articles for c in citations_of(a, cast)]
    named |= _by_short_name(credited, {a.id: a.text for a in articles}, cast, named)
    sources = (
        *credited,
        *_told(articles, witnesses, cast, {(c.document, c.source) for c in credited if c.kind != PICTURE}),
    )
    present = {*cast.outlets.values(), *(s.id for s in cast.sources if s.document_ids and not s.lost)}
    absent = {
        a.id: tuple(
            sorted(
                {
                    c.source
                    for c in sources
                    if c.document == a.id
                    and c.kind != PICTURE
                    and c.source not in present
                    and c.source in tables
                    and tables[c.source].kind in REPORTERS
                    and _is_named(c.source, a.id)
                }
            )
        )
        for a in articles
    }
    contents: dict[tuple[DocumentId, SourceId], tuple[Span, ...]] = defaultdict(tuple)
    for a in articles:
        account = cast.accounts.get(a.id)
        for x in account.attributions if account else ():
            contents[a.id, x.source_id] += x.content
    voices: dict[DocumentId, frozenset[SourceId]] = defaultdict(frozenset)
    for (document, source), spans in contents.items():
        if spans and source in tables and tables[source].kind not in NO_VOICES:
            voices[document] |= {source}
    return Citations(named, sources, absent, contents, voices)


def _is_named(source: SourceId, article: DocumentId) -> bool:
    """Tell whether a source has a name, and is not one that ``article`` alone describes ("a wire service")."""
    local, _, rest = source.partition(f"{article}:")
    return bool(local) or not rest or rest.startswith("name:")


def _by_short_name(
    credited: Sequence[Citation],
    texts: Mapping[DocumentId, str],
    cast: Cast,
    named: Collection[tuple[DocumentId, DocumentId]],
) -> dict[tuple[DocumentId, DocumentId], Span]:
    """Return where a report credits the outlet of another by a name that is too plain to be searched for ("the Herald said")."""
    of: dict[SourceId, list[DocumentId]] = defaultdict(list)
    for document, outlet in sorted(cast.outlets.items()):
        if document in texts:
            of[outlet].append(document)
    out: dict[tuple[DocumentId, DocumentId], Span] = {}
    for c in credited:
        if c.span is None or c.kind == PICTURE or not any(w[0].isupper() for w in c.span.of(texts[c.document]).split()):
            continue
        out |= {(c.document, d): c.span for d in of[c.source] if d != c.document and (c.document, d) not in named}
    return out


def citations_of(article: Article, cast: Cast) -> tuple[Citation, ...]:
    """Return each source that ``article`` credits once, where it first names it; credits of the whole article first."""
    account = cast.accounts.get(article.id)
    if account is None:
        return ()
    own = cast.outlets.get(article.id)
    found: dict[SourceId, Citation] = {}
    told = [(x, PICTURE if _of_picture(x) else "attribution") for x in account.attributions]
    for x, kind in [*((x, CREDIT) for x in account.credits), *sorted(told, key=lambda row: row[1] == PICTURE)]:
        shown = kind != PICTURE or x.source[0].start < LEAD_PICTURE
        if x.source_id != own and x.source_id not in found and shown:
            found[x.source_id] = Citation(article.id, x.source_id, x.source[0] if x.source else None, kind)
    return tuple(found.values())


def _of_picture(x: Attribution) -> bool:
    """Tell whether ``x`` credits only a picture: whoever sent it need not have sent a word of the text."""
    return bool(x.source) and not x.content and x.because.startswith("picture-credit")


def _told(
    articles: Sequence[Article],
    witnesses: Mapping[DocumentId, Witness],
    cast: Cast,
    credited: Collection[tuple[DocumentId, SourceId]],
) -> Iterator[Citation]:
    """Yield who was told what a report hands on ("told Reuters"), where that reporter is not its own outlet nor credited."""
    known = [(s.id, re.compile(_TOLD.format("|".join(re.escape(n) for n in names)))) for s, names in _reporters(cast)]
    for a in articles:
        w = witnesses[a.id]
        tells = [m.span() for m in _TELLS.finditer(w.folded)]
        for source, form in known if tells else ():
            if source == cast.outlets.get(a.id) or (a.id, source) in credited:
                continue
            for start, end in tells:
                m = form.match(w.folded, end)
                if m is not None and any(x.span.start <= start and m.end() <= x.span.end for x in w.lines):
                    yield Citation(a.id, source, Span(start, m.end()), TOLD)
                    break


def _reporters(cast: Cast) -> Iterator[tuple[Source, list[str]]]:
    """Yield the reporters of the cast that have names of their own, with the folded names."""
    for s in cast.sources:
        names = sorted({fold(n) for n in (s.name, *s.names) if len(n) >= 2 and n[:1].isupper()})
        if names and s.kind in REPORTERS and ":" in s.id and not any(s.id.startswith(f"{d}:") for d in cast.outlets):
            yield s, names
