"""The timeline in three lanes: when it was said, when it is said to have happened, when it was published."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, scroll, table
from firsthand.records import DocumentId
from firsthand.spans import Span
from firsthand.tokens import sentences

LANES = ("happened", "said", "published")
_WIDTH, _LEFT, _ROW, _AXIS = 1060, 92, 18, 24  # pixels
_LETTER = 6.6  # pixels, the mean width of a letter of a label
_BEFORE, _AFTER = (
    timedelta(days=14),
    timedelta(days=3),
)  # what is drawn around the dates of publication; the table has all
_ROWS = 80  # rows of the table
_DEPTH = 12  # rows of one lane


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One thing on the timeline: an interval, its lane and the words it was read from."""

    earliest: datetime
    latest: datetime
    lane: str
    words: str
    document: DocumentId
    span: Span | None


def timeline(chapter: Chapter) -> Html:
    """Return the lanes as a drawing and a table; empty lanes are left out, times that nothing anchors are not drawn."""
    head = chapter.heading(
        "timeline",
        "When",
        "Three clocks kept apart: what is said to have happened, when it was said, when it was published.",
    )
    moments = sorted(
        set(_published(chapter) + _mentioned(chapter)),
        key=lambda m: (m.earliest, LANES.index(m.lane), m.latest, m.words, m.document),
    )
    if not moments:
        return join((head, el("p", "Nothing in these reports is dated.", class_="none")))
    rows = [
        el(
            "tr",
            el("td", _interval(m), class_="figure"),
            el("td", m.lane),
            el("th", _words(chapter, m), scope="row"),
            el("td", chapter.outlet(m.document)),
        )
        for m in moments[:_ROWS]
    ]
    left = len(moments) - _ROWS
    more = el("p", f"{left} more times are in the JSON.", class_="note") if left > 0 else EMPTY
    listed = el(
        "details",
        el("summary", f"The timeline as a table: {phrases.count(len(moments), 'time')}"),
        table("Times", ("When", "Lane", "Words", "Report"), rows),
        more,
    )
    return join((head, _drawing(chapter, moments), listed))


def _words(chapter: Chapter, moment: Moment) -> Html:
    words = captured(visible.line(moment.words, 80))
    return chapter.link(moment.document, moment.span, words) if moment.span else words


def _interval(moment: Moment) -> str:
    early, late = moment.earliest.strftime("%Y-%m-%d %H:%M"), moment.latest.strftime("%Y-%m-%d %H:%M")
    if early == late:
        return early.removesuffix(" 00:00")
    return (
        early[:10]
        if early[:10] == late[:10] and late.endswith("23:59")
        else f"{early.removesuffix(' 00:00')} to {late.removesuffix(' 23:59')}"
    )


def _published(chapter: Chapter) -> list[Moment]:
    out = []
    for d in chapter.documents:
        bounds = _bounds(d.published.earliest, d.published.latest)
        if bounds:
            out.append(Moment(*bounds, "published", d.title.text or chapter.index.outlet(d.id), d.id, d.published.span))
    return out


def _mentioned(chapter: Chapter) -> list[Moment]:
    """Return the times of the texts: inside what someone says they date the event, beside a cue the saying."""
    out = []
    own = frozenset(chapter.story.documents)
    says: dict[DocumentId, list[tuple[Span, tuple[Span, ...]]]] = {}
    for a in chapter.index.dossier.attributions:
        if a.document in own and a.cue:
            says.setdefault(a.document, []).append((Span(*a.cue[0]), tuple(Span(*s) for s in a.content)))
    breaks = {d.id: list(sentences(d.text)) for d in chapter.documents}
    for t in chapter.index.dossier.times:
        if t.document not in own or (bounds := _bounds(t.earliest, t.latest)) is None:
            continue
        span = Span(t.start, t.end)
        lane = "said" if _dates_saying(span, says.get(t.document, []), breaks.get(t.document, [])) else "happened"
        out.append(Moment(*bounds, lane, span.of(chapter.index.text(t.document)), t.document, span))
    return out


def _dates_saying(span: Span, says: list[tuple[Span, tuple[Span, ...]]], breaks: list[Span]) -> bool:
    if any(c.overlaps(span) for _, content in says for c in content):
        return False
    at = bisect_right(breaks, (span.start, 1 << 60)) - 1
    return at >= 0 and any(breaks[at].contains(cue) for cue, _ in says)


def _bounds(earliest: str | None, latest: str | None) -> tuple[datetime, datetime] | None:
    """Return both ends of an interval; an open one ends where it begins, a day ends with its last minute."""
    low, high = _read(earliest or latest), _read(latest or earliest)
    if low is None or high is None:
        return None
    if high == high.replace(hour=0, minute=0) and len(latest or earliest or "") <= 10:
        high += timedelta(hours=23, minutes=59)
    return (low, max(low, high))


def _read(iso: str | None) -> datetime | None:
    if not iso:
        return None
    padded = iso + {4: "-01-01", 7: "-01"}.get(len(iso), "")
    try:
        moment = datetime.fromisoformat(padded.replace("Z", "+00:00")).replace(microsecond=0)
    except ValueError:
        return None
    try:
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        return moment.replace(tzinfo=None)


def _drawing(chapter: Chapter, moments: list[Moment]) -> Html:
    anchors = [m for m in moments if m.lane == "published"] or moments
    first = _shifted(min(m.earliest for m in anchors), -_BEFORE)
    last = _shifted(max(m.latest for m in anchors), _AFTER)
    drawn = [m for m in moments if first <= m.earliest and m.latest <= last] or anchors
    low, high = min(m.earliest for m in drawn), max(m.latest for m in drawn)
    high = high if high > low else _shifted(low, timedelta(days=1))
    span = (high - low).total_seconds() or 1.0
    lanes, y = [], _AXIS + 6
    for lane in LANES:
        own = [m for m in drawn if m.lane == lane]
        if own:
            marks, depth = _lane(chapter, own, low, span, y)
            lanes += [el("text", lane, x=0, y=y + 12, class_="lane"), *marks]
            y += depth * _ROW + 14
            lanes.append(el("line", x1=0, x2=_WIDTH, y1=y - 8, y2=y - 8, class_="axis"))
    out = len(moments) - len(drawn)
    note = el("p", f"{phrases.count(out, 'time')} outside these days: in the table.", class_="note") if out else EMPTY
    title = "Timeline in lanes; the table below says the same"
    svg = el(
        "svg", *_axis(low, high, span, y), *lanes, class_="lanes", width=_WIDTH, height=y, viewBox=f"0 0 {_WIDTH} {y}",
        role="group", aria_label=title,
    )  # fmt: skip
    return join((scroll(svg, "Drawing of the timeline"), note))


def _shifted(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment


def _x(moment: datetime, low: datetime, span: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - 24) * min(1.0, max(0.0, (moment - low).total_seconds() / span))


def _axis(low: datetime, high: datetime, span: float, bottom: int) -> list[Html]:
    days = max(1, (high - low).days)
    step = timedelta(hours=6 if days <= 3 else 24 if days <= 9 else 24 * (days // 8))
    at = low.replace(hour=low.hour // 6 * 6 if days <= 3 else 0, minute=0, second=0)
    out = []
    for _ in range(24):
        if at > high:
            break
        if at >= low:
            x = f"{_x(at, low, span):.0f}"
            words = f"{at:%H:%M}" if at.hour else f"{at:%d %b}"
            out += [
                el("line", x1=x, x2=x, y1=_AXIS - 4, y2=bottom, class_="grid"),
                el("text", words, x=x, y=14, class_="tick", text_anchor="middle"),
            ]
        at = _shifted(at, step)
    return out


def _lane(chapter: Chapter, moments: list[Moment], low: datetime, span: float, top: int) -> tuple[list[Html], int]:
    """Return the marks of one lane, packed into rows so that none lies on another, and the number of rows.

    Moments of one interval are one mark with their number, but reports that were published: each is its own.
    """
    held: dict[tuple[object, ...], list[Moment]] = {}
    for m in moments:
        held.setdefault((m.earliest, m.latest, m.document if m.lane == "published" else ""), []).append(m)
    ends: list[float] = []
    out = []
    for them in held.values():
        x0, x1 = _x(them[0].earliest, low, span), _x(them[0].latest, low, span)
        x1 = max(x0 + 10, x1)
        label = _label(chapter, them)
        room = len(label) * _LETTER + 10
        is_left = x1 + room > _WIDTH and x0 - room > _LEFT
        start, stop = (x0 - room, x1) if is_left else (x0, x1 + room)
        row = next((n for n, e in enumerate(ends) if e + 6 <= start), min(len(ends), _DEPTH - 1))
        ends[row : row + 1] = [stop]
        out.append(_mark(chapter, them, label, (x0, x1), top + row * _ROW, is_left=is_left))
    return out, len(ends)


def _label(chapter: Chapter, them: list[Moment]) -> str:
    words = chapter.index.outlet(them[0].document) if them[0].lane == "published" else them[0].words
    return visible.line(words, 28) + (f" ×{len(them)}" if len(them) > 1 else "")


def _mark(
    chapter: Chapter, them: list[Moment], label: str, ends: tuple[float, float], y: int, *, is_left: bool
) -> Html:
    """Return one bar or dot with its words beside it, linked to where the first of them stands."""
    m, (x0, x1) = them[0], ends
    width = x1 - x0
    shape = (
        el("rect", x=f"{x0:.1f}", y=y + 3, width=f"{width:.1f}", height=10, rx=3, class_=f"mark {m.lane}")
        if width > 10
        else el("circle", cx=f"{x0 + 5:.1f}", cy=y + 8, r=5, class_=f"mark {m.lane}")
    )
    x, side = (x0 - 5, "end") if is_left else (x1 + 5, "start")
    text = el("text", label, x=f"{x:.1f}", y=y + 12, text_anchor=side, class_="label")
    inside = join((el("title", f"{visible.line(m.words, 80)}: {_interval(m)}"), shape, text))
    return (
        chapter.link(m.document, m.span, inside)
        if m.span
        else el("a", inside, href=f"#doc{chapter.index.number[m.document]}")
    )
