"""Where accounts differ: numbers as bars on one scale, open ends drawn open; the rest word against word."""

from __future__ import annotations

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join
from firsthand.export.index import distinct, is_number
from firsthand.records import Claim, Difference, Value

_WIDTH, _HEIGHT, _END = 240, 22, 18  # pixels of a bar's drawing; _END is the room for an open end
_CHARTS = 16  # claims
_DIFFERENCES = 150  # other differences
_OPEN = 6  # differences of one kind that are not folded
_ORDER = (
    "number",
    "toll",
    "answer",
    "denial",
    "status",
    "verb",
    "cause",
    "label",
    "place",
    "time",
    "hedge",
    "attribution",
)


def ranges(chapter: Chapter) -> Html:
    """Return the numbers of a story as ranges, then every other difference between accounts."""
    numbers = [c for c in chapter.shared if is_number(c)]
    numbers.sort(key=lambda c: (-len(c.values), chapter.claim_number[c.id]))
    others = [d for d in chapter.index.dossier.differences if d.story == chapter.story.id]
    head = chapter.heading(
        "differences",
        "Where accounts differ",
        "A bar is a range as it was said; an open end has no bound. Nothing here says who is right.",
    )
    if not numbers and not others:
        return join((head, el("p", "No differences were found.", class_="none")))
    charts = [_chart(chapter, c) for c in numbers[:_CHARTS]]
    left = len(numbers) - _CHARTS
    more = el("p", f"{left} more numbers are in the JSON.", class_="note") if left > 0 else EMPTY
    return join((head, el("div", *charts, class_="charts") if charts else EMPTY, more, _others(chapter, others)))


def _chart(chapter: Chapter, claim: Claim) -> Html:
    values = [v for v in claim.values if v.low is not None or v.high is not None]
    top = max([*(v.high for v in values if v.high is not None), *(v.low for v in values if v.low is not None), 1])
    rows = [_row(chapter, v, top) for v in values]
    title = captured(visible.line(claim.text, 120))
    heads = join(el("th", h, scope="col") for h in ("Said", f"0 to {top:,}", "Origins"))
    link = chapter.to_claim(claim.id, title)
    return el("table", el("caption", link), el("thead", el("tr", heads)), el("tbody", *rows), class_="range")


def _row(chapter: Chapter, value: Value, top: int) -> Html:
    told = chapter.index.outlets(value.statements)
    who = [chapter.link(s.document, s.content[0] if s.content else (0, 0), captured(name)) for name, s in told[:6]]
    more = f" and {len(told) - 6} more" if len(told) > 6 else ""
    words = " / ".join(visible.line(w, 40) for w in distinct(value.words)[:3]) or phrases.amount(value.low, value.high)
    origins = phrases.span_of(value.support.origins.low, value.support.origins.high) if value.support else "?"
    return el(
        "tr",
        el("th", el("b", captured(words)), el("small", join(who, ", "), more), scope="row"),
        el("td", _bar(value, top), el("small", phrases.amount(value.low, value.high))),
        el("td", origins, class_="figure"),
    )


def _bar(value: Value, top: int) -> Html:
    scale = (_WIDTH - _END) / top
    low = (value.low or 0) * scale
    is_open = value.high is None
    high = _WIDTH - 2.0 if value.high is None else value.high * scale
    middle = _HEIGHT / 2
    marks = [el("line", x1=0, x2=_WIDTH, y1=middle, y2=middle, class_="axis")]
    if value.low == value.high:
        marks.append(el("circle", cx=f"{low:.1f}", cy=middle, r=5, class_="bar"))
    else:
        class_ = "bar open" if is_open or value.low in (None, 0, 1) else "bar"
        width = f"{max(4.0, high - low):.1f}"
        marks.append(
            el("rect", x=f"{low:.1f}", y=middle - 5, width=width, height=10, rx=0 if is_open else 2, class_=class_)
        )
    if is_open:
        marks.append(el("path", d=f"M{_WIDTH - 8},{middle - 8}l8,8l-8,8", class_="arrow"))
    words = phrases.amount(value.low, value.high)
    return el("svg", *marks, viewBox=f"-6 0 {_WIDTH + 12} {_HEIGHT}", class_="bars", role="img", aria_label=words)


def _others(chapter: Chapter, differences: list[Difference]) -> Html:
    """Return the differences by kind, those of substance first, the first few of each kind open."""
    if not differences:
        return EMPTY
    held: dict[str, list[Difference]] = {}
    for d in differences[:_DIFFERENCES]:
        held.setdefault(d.kind, []).append(d)
    parts = []
    for kind in sorted(
        held, key=lambda k: (next((n for n, w in enumerate(_ORDER) if k.startswith(w)), len(_ORDER)), k)
    ):
        items = [_difference(chapter, d) for d in held[kind]]
        name = visible.line(kind, 40).replace("_", " ").capitalize()
        rest = items[_OPEN:]
        folded = (
            el("details", el("summary", f"{len(rest)} more"), el("ul", *rest, class_="readings")) if rest else EMPTY
        )
        parts.append(join((chapter.subheading(name), el("ul", *items[:_OPEN], class_="readings"), folded)))
    left = len(differences) - _DIFFERENCES
    return join((*parts, el("p", f"{left} more differences are in the JSON.", class_="note") if left > 0 else EMPTY))


def _difference(chapter: Chapter, difference: Difference) -> Html:
    readings = [
        el(
            "li",
            chapter.link(r.document, r.span, captured(visible.line(r.words, 140))),
            el("small", captured(chapter.index.outlet(r.document))),
        )
        for r in difference.readings[:12]
    ]
    where = []
    if difference.claim in chapter.claim_number:
        where.append(chapter.to_claim(difference.claim, f"claim {chapter.claim_number[difference.claim]}"))
    if difference.edge in chapter.edge_number:
        where.append(chapter.to_edge(difference.edge, "the link between them"))
    return el("li", el("ul", *readings), el("small", join(where, " · ")))
