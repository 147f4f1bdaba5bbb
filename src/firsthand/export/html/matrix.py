"""The claims matrix: a row a claim, a column an article, articles grouped by where their account comes from."""

from __future__ import annotations

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import SHARED, SINGLE, Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, scroll
from firsthand.export.index import value_words
from firsthand.records import Claim, DocumentId, Statement, Status, Value

_WORDS = 110  # letters of a cell's quote
_COLUMNS = 24  # articles; a wider table could not be read


def matrix(chapter: Chapter) -> Html:
    """Return the claims told by several articles as a matrix, those told by one as a folded list."""
    head = chapter.heading(
        "claims",
        "What is claimed, and by whom",
        "Articles that go back to one report stand together. A letter marks which answer an article gives; the words lead to their place.",
    )
    shared, single = chapter.shared, chapter.single
    if not chapter.claims:
        return join((head, el("p", "No claims were found.", class_="none")))
    return join((head, _matrix(chapter, shared[:SHARED]) if shared else EMPTY, _more(len(shared) - SHARED), _single(chapter, single)))


def _more(left: int) -> Html:
    return el("p", f"{left} more claims are in the JSON.", class_="note") if left > 0 else EMPTY


def _matrix(chapter: Chapter, claims: list[Claim]) -> Html:
    told = {c.id: chapter.index.told(c) for c in claims}
    groups = []
    left = _COLUMNS
    for name, is_lost, documents in chapter.index.groups(chapter.story):
        own = [d for d in documents if any(d in told[c.id] for c in claims)][:left]
        left -= len(own)
        if own:
            groups.append((name, is_lost, own))
    columns = [(d, n == 0) for _, _, own in groups for n, d in enumerate(own)]
    over = [
        el("th", "from ", captured(name), Html(' <span class="tag lost">lost</span>') if is_lost else EMPTY,
           colspan=len(own), scope="colgroup", class_="first")
        for name, is_lost, own in groups
    ]  # fmt: skip
    under = [el("th", chapter.outlet(d), scope="col", class_="first" if is_first else None) for d, is_first in columns]
    top = el("tr", el("th", "Claim", scope="col", rowspan=2), *over), el("tr", *under)
    body = [
        el("tr", _claim(chapter, c), *(_cell(chapter, c, told[c.id].get(d, []), is_first) for d, is_first in columns))
        for c in claims
    ]
    inner = el("table", el("caption", "Claims by article"), el("thead", *top), el("tbody", *body), class_="matrix")
    return scroll(inner, "Claims by article")


def _claim(chapter: Chapter, claim: Claim) -> Html:
    """Return the head of a row: the question, each answer with what stands behind it, and why."""
    answers = [
        el("li", _letter(claim, v), captured(visible.line(value_words(v), 80)), el("small", phrases.support(v.support)))
        for v in claim.values
    ]
    number = chapter.claim_number[claim.id]
    support = claim.support
    because = [
        el("small", join(("Origins: ", join((chapter.source(s) for s in support.origin_sources), ", ")))) if support and support.origin_sources else EMPTY,
        el("small", captured(support.because)) if support and support.because else EMPTY,
    ]  # fmt: skip
    return el(
        "th",
        el("b", captured(visible.line(claim.text, 160))),
        el("span", phrases.support(claim.support), class_="support"),
        el("ul", *answers) if len(claim.values) > 1 else (captured(visible.line(value_words(claim.values[0]), 80)) if claim.values and value_words(claim.values[0]) else EMPTY),
        *because,
        scope="row",
        id=chapter.address(f"c-{number}"),
    )  # fmt: skip


def _letter(claim: Claim, value: Value) -> Html:
    """Return the sign of an answer: a letter, so that colour is not needed to tell answers apart."""
    if len(claim.values) < 2:
        return EMPTY
    n = claim.values.index(value)
    return el("span", chr(ord("A") + n) if n < 26 else "+", class_=f"sign sign-{min(n, 3)}")


def _cell(chapter: Chapter, claim: Claim, statements: list[Statement], is_first: bool) -> Html:
    class_ = "first" if is_first else None
    if not statements:
        return el("td", el("span", "–", aria_hidden="true"), class_=class_)
    return el("td", *(_saying(chapter, claim, s) for s in statements[:3]), class_=class_)


def _saying(chapter: Chapter, claim: Claim, statement: Statement) -> Html:
    value = next((v for v in claim.values if statement.id in v.statements), None)
    amounts = chapter.index.amounts(statement)
    words = visible.line(chapter.index.quote(statement), _WORDS)
    start = (statement.content[0] if statement.content else (0, 0))
    status = el("em", f" ({statement.status.value})") if statement.status is not Status.ASSERTED else EMPTY
    sign = _letter(claim, value) if value is not None else EMPTY
    number = next((q for q in amounts if value is not None and value.low is not None and q.words), None)
    label = join((sign, chapter.link(statement.document, start, captured(words)), status))
    bare = chapter.link(number.document, (number.start, number.end), captured(visible.line(number.words, 40)), "number") if number else EMPTY
    return el("div", bare, label, el("small", chapter.chain(statement)), class_="saying")


def _single(chapter: Chapter, claims: list[Claim]) -> Html:
    if not claims:
        return EMPTY
    rows = []
    for c in claims[:SINGLE]:
        told = chapter.index.told(c)
        first: tuple[DocumentId, list[Statement]] | None = next(iter(told.items()), None)
        by = join((chapter.outlet(first[0]), " ", chapter.chain(first[1][0]))) if first else Html("no statement")
        words = captured(visible.line(c.text, 160))
        label = chapter.link(first[0], first[1][0].content[0], words) if first and first[1][0].content else words
        rows.append(el("li", label, el("small", by, " · ", phrases.support(c.support)), id=chapter.address(f"c-{chapter.claim_number[c.id]}")))
    title = f"{phrases.count(len(claims), 'claim')} told by one article only"
    return join((el("details", el("summary", title), el("ul", *rows, class_="plain")), _more(len(claims) - SINGLE)))
