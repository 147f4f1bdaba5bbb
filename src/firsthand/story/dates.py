"""Undated articles of a story -> the interval in which each must have appeared.

Rules, each meeting the interval of the one before as long as something is left:
story-window   the story's dated articles, some days to either side
own-date       an article appears after the newest past day that it names in full
weekday        "on Tuesday" was written within a week after a Tuesday that the dated articles name
citing         an article appears after one whose outlet it cites, and before one that cites its own outlet
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from firsthand.fold import fold
from firsthand.records import Account, Article, DateBasis, DocumentId, Precision, Published, Time
from firsthand.when import Interval, day

DAYS_BEFORE = 3  # days by which an undated report may precede the first dated one: our choice, news of one happening spreads in days
DAYS_AFTER = 7  # days by which it may follow the last dated one: the same


def bound(
    articles: Mapping[DocumentId, Article], accounts: Mapping[DocumentId, Account]
) -> dict[DocumentId, Published]:
    """Return when each undated article of one story must have appeared; nothing for those that nothing bounds.

    ``articles`` and ``accounts`` are those of one story. Dated articles are left out of the answer.
    """
    dated = {i: d for i in sorted(articles) if (d := day(articles[i].published.earliest)) is not None}
    if not dated:
        return {}
    last = max(day(articles[i].published.latest) or d for i, d in dated.items())
    window = Interval(_iso(min(dated.values()), -DAYS_BEFORE), _iso(last, DAYS_AFTER))
    out = {}
    for i in sorted(articles):
        if i not in dated and articles[i].published.earliest is None:
            out[i] = _bound_one(articles, accounts, i, dated, window)
    return out


def _bound_one(
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    undated: DocumentId,
    dated: Mapping[DocumentId, date],
    window: Interval,
) -> Published:
    """Return the meet of all rules that leave something, and which they were."""
    when = window
    reasons = [f"the story's dated articles run from {min(dated.values())} to {max(dated.values())}"]
    account = accounts.get(undated, Account(undated))
    others = [t for i in sorted(dated) for t in accounts.get(i, Account(i)).times]
    for rule, found in (
        *_own_dates(account.times, window),
        *_weekdays(account.times, others, window),
        *_citing(articles, accounts, undated, dated),
    ):
        narrower = when.meet(found)
        if narrower is not None and narrower != when:
            when = narrower
            reasons.append(rule)
    precision = Precision.DAY if when.earliest == when.latest else Precision.WEEK
    return Published(
        when.earliest, when.latest, precision, DateBasis.INFERRED, None, "story-window: " + "; ".join(reasons)
    )


def _iso(d: date, by: int) -> str:
    return (d + timedelta(days=by)).isoformat()


def _own_dates(times: Iterable[Time], window: Interval) -> list[tuple[str, Interval]]:
    """Return that an article appears no earlier than the newest full date inside the window that it names as past."""
    days = sorted(
        {
            d
            for t in times
            if len(t.value) >= 10
            and (d := day(t.value)) is not None
            and t.because.startswith(("calendar-date:", "iso-date"))
        }
    )
    inside = [d for d in days if window.contains(Interval(d.isoformat(), d.isoformat()))]
    return [(f"it names {inside[-1]}", Interval(inside[-1].isoformat(), None))] if inside else []


def _weekdays(times: Iterable[Time], others: Iterable[Time], window: Interval) -> list[tuple[str, Interval]]:
    """Return that an article that says "on Tuesday" appears within a week after the one Tuesday that dated articles name."""
    named = sorted({d for t in others if len(t.value) >= 10 and (d := day(t.value)) is not None})
    out = []
    for number in sorted(
        {t.value[9] for t in times if t.value.startswith("XXXX-WXX-") and len(t.value) >= 10 and t.value[9].isdigit()}
    ):
        same = [d for d in named if d.isoweekday() == int(number) and window.meets(Interval(_iso(d, 0), _iso(d, 6)))]
        if len(same) == 1:
            out.append((f"its weekday is {same[0]}", Interval(_iso(same[0], 0), _iso(same[0], 6))))
    return out


def _citing(
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    undated: DocumentId,
    dated: Mapping[DocumentId, date],
) -> list[tuple[str, Interval]]:
    """Return that an article follows those it cites and precedes those that cite it."""
    out = []
    for i, d in sorted(dated.items()):
        if _cites(accounts.get(undated), articles[i].outlet):
            out.append((f"it cites {articles[i].outlet}, dated {d}", Interval(d.isoformat(), None)))
        if _cites(accounts.get(i), articles[undated].outlet):
            out.append((f"{articles[i].outlet or i}, dated {d}, cites its outlet", Interval(None, d.isoformat())))
    return out


def _cites(account: Account | None, outlet: str | None) -> bool:
    """Tell whether an account names ``outlet`` as a source."""
    if account is None or not outlet:
        return False
    name = fold(outlet)
    return any(name == fold(n) for s in account.sources for n in (s.name, *s.names))
