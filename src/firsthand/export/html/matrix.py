"""The claims matrix: a row a claim, a column an article, articles grouped by where their account comes from."""

from __future__ import annotations

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import SHARED, SINGLE, Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, scroll, text
from firsthand.export.index import is_number, value_words
from firsthand.records import Claim, DocumentId, Statement, Status, Support, Value

_WORDS = 110  # letters of a cell's quote
_COLUMNS = 24  # articles; a wider table could not be read


def matrix(chapter: Chapter) -> Html:
    """Return the claims told by several articles as a matrix, those told by one as a folded list."""
    head = chapter.heading(
        "claims",
        "What is claimed, and by whom",
        "Articles that go back to one report stand together. A letter marks which answer an article gives; "
        "the words lead to their place.",
    )
    shared, single = chapter.shared, chapter.single
    if not chapter.claims:
        return join((head, el("p", "No claims were found.", class_="none")))
    return join(
        (
            head,
            _matrix(chapter, shared[:SHARED]) if shared else EMPTY,
            _more(len(shared) - SHARED),
            _single(chapter, single),
        )
    )


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
    only = value_words(claim.values[0]) if len(claim.values) == 1 and is_number(claim) else ""
    return el(
        "th",
        el("b", captured(visible.line(claim.text, 160))),
        el("span", phrases.support(support), class_="support"),
        el("ul", *answers) if len(claim.values) > 1 else captured(visible.line(only, 80)),
        _why(chapter, claim, support) if support else EMPTY,
        scope="row",
        id=chapter.address(f"c-{number}"),
    )


def _why(chapter: Chapter, claim: Claim, support: Support) -> Html:
    """Return the origins of a claim, and folded the sentence that says why and how sure the count is, and what is near it."""
    named = join((chapter.source(s) for s in support.origin_sources[:6]), ", ")
    chances = ", ".join(f"{k}: {phrases.percent(p)}" for k, p in sorted(support.origins.probability.items())[:6])
    parts = [el("small", captured(visible.line(support.because, 400)))] if support.because else []
    parts += [el("small", f"Probability of each number of origins: {chances}.")] if chances else []
    parts += [el("small", captured(visible.line(support.would_change, 300)))] if support.would_change else []
    parts += [el("small", "May answer the same question: ", _near(chapter, claim), ".")] if claim.near else []
    why = el("details", el("summary", "why"), *parts) if parts else EMPTY
    return join((el("small", "from ", named) if support.origin_sources else EMPTY, why))


def _near(chapter: Chapter, claim: Claim) -> Html:
    """Return the claims near to one, each as a link to its row, with the chance that it answers the same question."""
    number = chapter.claim_number
    found = ((n, chapter.claims[number[n.claim] - 1].text) for n in claim.near if n.claim in number)
    named = ((chapter.to_claim(n.claim, captured(visible.line(words, 80))), n.probability) for n, words in found)
    return join((join((link, f" ({phrases.percent(p)})")) for link, p in named), "; ")


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
    """Return what an article says to a claim: the sign of its answer, its words with the number in bold, its chain."""
    value = next((v for v in claim.values if statement.id in v.statements), None)
    status = el("em", f" ({statement.status.value})") if statement.status is not Status.ASSERTED else EMPTY
    sign = _letter(claim, value) if value is not None else EMPTY
    quote = visible.line(chapter.index.quote(statement))
    number = _number(chapter, value, statement)
    before, found, after = quote.partition(number) if number else (quote, "", "")
    if found:
        before = before if len(before) < _WORDS // 2 else "…" + before[-_WORDS // 2 :].partition(" ")[2]
        rest = visible.line(after, max(20, _WORDS - len(before) - len(found)))
        words = join((before, el("b", found), " " if after[:1].isspace() else "", rest))
    else:
        words = text(visible.line(quote, _WORDS))
    start = statement.content[0] if statement.content else (0, 0)
    link = chapter.link(statement.document, start, el("bdi", words, dir="auto"))
    return el("div", sign, link, status, el("small", chapter.chain(statement)), class_="saying")


def _number(chapter: Chapter, value: Value | None, statement: Statement) -> str:
    """Return the words of the number with which a statement answers the claim, empty when it is not a number."""
    if value is None or (value.low is None and value.high is None):
        return ""
    amounts = chapter.index.amounts(statement)
    meets = [q for q in amounts if (q.low, q.high) == (value.low, value.high)] or [
        q for q in amounts if q.low <= (value.high or q.low) and (value.low or 0) <= (q.high or (value.low or 0))
    ]
    return visible.line(meets[0].words) if meets else ""


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
        rows.append(
            el(
                "li",
                label,
                el("small", by, " · ", phrases.support(c.support)),
                id=chapter.address(f"c-{chapter.claim_number[c.id]}"),
            )
        )
    title = f"{phrases.count(len(claims), 'claim')} told by one article only"
    return join((el("details", el("summary", title), el("ul", *rows, class_="plain")), _more(len(claims) - SINGLE)))
