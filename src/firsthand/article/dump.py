"""Zones of a text without markup: each block judged by its own words, by its neighbours, and by where the article stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.article import dates, ends, furniture, headline, heads
from firsthand.article.blocks import Block, folded_line
from firsthand.article.furniture import Hint
from firsthand.article.lines import MENU_LINES, UNDER_HEAD, Line, Opinion, kept
from firsthand.lexicon import Lexicon
from firsthand.records import Zone, ZoneKind
from firsthand.spans import Span

# Reward and cost of a block when the article is sought as the stretch of highest sum (maximum subsequence segmentation,
# Pasternack & Roth 2009, with blocks for tokens). Units: words of running text.
_MOST_WORDS = 60  # a paragraph counts at most so much, so that one long comment does not outweigh an article
_COST_SHORT = 3.0  # a short line without the end of a sentence, alone between paragraphs: a subheading
_COST_RUN = 8.0  # the second and later ones of a run: a menu
_COST_FURNITURE = 6.0
_COST_CELL = 0.5  # of a line in a table
_COST_COMMENT = 1_000.0
_TEASER_WORDS = (
    45  # a paragraph of at most so many words, alone after two or more short lines, is the summary of a teaser
)
_TEASER_SHARE = 0.25  # and counts so much of its words
_LEAST_PARAGRAPH_WORDS = 10  # that a paragraph beyond a box needs to belong to the article
_LONGEST_LIST = 15  # lines below a heading of other articles that are its list
_LEAST_ARTICLE_WORDS = 40  # running text before a bare "Comments" counts as the heading of comments


_HEAD_REACH = (
    8  # lines before headline and article in which a byline or a date is the article's; others are those of teasers
)
_FOOT_REACH = 6  # and behind it: "(Reporting by ...)"

_UPDATE_LINE = re.compile(r"(?:last )?(?:updated|published|posted)\b.{0,12}\d{1,2} ?[:.] ?\d{2}.{0,20}$")

_LEAD_LINE_WORDS = (
    40  # running text before which a line such as "The ministry said:" counts; later it may sign a comment
)

_SHORT_DATE = re.compile(
    r"(?:on )?\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{2}(?:,? (?:at )?\d{1,2} ?: ?\d{2} ?(?:[ap]\.? ?m\.?)?.{0,6})?"
)


def zones(text: str, blocks: Sequence[Block], title: str | None, known: Lexicon) -> tuple[Zone, ...]:
    """Return the zones of a dump's ``blocks``; ``title`` is what the record calls the article."""
    lines, said = opinion(text, blocks, title, known)
    inside = _inside(lines, said)
    others = {} if _is_clean(lines) else ends.apart(lines, inside)
    said = _titled(lines, inside, others, said, title, known)
    out: list[Zone] = []
    reach = (len(lines), len(lines))
    if True in inside:
        reach = (inside.index(True), len(lines) - 1 - inside[::-1].index(True))
    for n, line in enumerate(lines):
        if n in others and n not in said.headline:
            kind, because = others[n]
            out.append(Zone(kind, line.block.start, line.block.end, because))
        else:
            out += _judged(text, lines, n, inside, reach, said, known)
    return tuple(_merged_comments(out, lines))


def _titled(
    lines: list[Line],
    inside: list[bool],
    others: dict[int, ends.Other],
    said: Opinion,
    title: str | None,
    known: Lexicon,
) -> Opinion:
    """Return the opinion with the headline sought once more, above what has turned out to be the article."""
    texts = [n for n, yes in enumerate(inside) if yes and n not in others and lines[n].prose]
    if said.last < 0 or not texts or (texts[0], texts[-1]) == (said.first, said.last):
        return said
    return replace(said, headline=headline.found(lines, texts[0], texts[-1], title, known))


def _inside(lines: list[Line], said: Opinion) -> list[bool]:
    """Return for each line whether it stands in the article, as far as its neighbours and its likeness tell."""
    if said.last < 0 or _is_clean(
        lines
    ):  # nothing on the page is running text, or nothing in it is furniture: keep it all
        start = min([said.first, *(h + 1 for h in said.headline)]) if said.last >= 0 else 0
        return [n >= start for n in range(len(lines))]
    found = kept(lines, said)
    return found if any(found) else [said.first <= n <= said.last for n in range(len(lines))]


def opinion(text: str, blocks: Sequence[Block], title: str | None, known: Lexicon) -> tuple[list[Line], Opinion]:
    """Return the lines of a dump, and what the rules say of it: where the article stands, which lines are its headline."""
    lines = _mode_lines(_lines(text, blocks, known))
    first, last = _stretch(lines, known)
    return lines, Opinion(first, last, headline.found(lines, first, last, title, known), headline.key(title or ""))


_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad \u00a0"
_EMPTY = Hint(ZoneKind.DEBRIS, "no-letters: a line of zero width")


def _lines(text: str, blocks: Sequence[Block], known: Lexicon) -> list[Line]:
    out = []
    for b in blocks:
        raw = text[b.start : min(b.end, b.start + 1000)]
        if b.is_debris:
            out.append(Line(b, "", raw, 0, Hint(ZoneKind.DEBRIS, f"leaked-data: {raw[:20]!r}")))
            continue
        line = folded_line(text, b)
        hint = _EMPTY if not raw.strip(_ZERO_WIDTH) else furniture.hint(line, raw, known)
        prose = furniture.prose_weight(line)
        out.append(Line(b, line, raw, prose, hint))
    return out


def _mode_lines(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with the hint of each one that stands under a heading of comments or of other articles."""
    out: list[Line] = []
    mode, words_before, opened = "", 0, 0
    total = sum(x.prose for x in lines)
    for n, line in enumerate(lines):
        hint = line.hint
        if mode == "comments" and furniture.is_signature(line.folded):
            line = replace(line, hint=_in_comments(line))
        elif hint is not None and hint.opens:
            mode, opened = _opened(lines, n, hint, mode, words_before, total), n
        elif mode == "comments" and (hint is None or hint.kind not in (ZoneKind.DEBRIS,)):
            line = replace(line, hint=_in_comments(line))
        elif mode == "related":
            is_text = line.prose >= 12 and hint is None and furniture.ends_sentence(line.folded)
            is_filed = hint is None and heads.dateline(line.raw, 0, len(line.raw)) is not None
            if is_text or is_filed or n - opened > _LONGEST_LIST:
                mode = ""
            elif hint is None:
                line = replace(line, hint=Hint(ZoneKind.RELATED, f"{UNDER_HEAD}: list of other articles"))
        if mode == "" and hint is None:
            words_before += line.prose
        out.append(line)
    return out


def _opened(lines: list[Line], n: int, hint: Hint, mode: str, words_before: int, total: int) -> str:
    """Return the mode after a heading: comments begin after an article, and a bare "Comments" needs proof of them."""
    if hint.opens == "related":
        return mode if mode == "comments" and words_before == 0 else "related"
    if mode == "comments":
        return mode
    if words_before < min(_LEAST_ARTICLE_WORDS, total // 3):
        return mode
    following = lines[n + 1 : n + 12]
    proof = any(furniture.is_signature(x.folded) or (x.hint and x.hint.opens == "comments") for x in following)
    if proof or total - words_before <= words_before:
        return "comments"
    return mode


def _in_comments(line: Line) -> Hint:
    """Return what a line after a comment form is: its own kind when it is a box, else a comment."""
    if (
        line.hint is not None
        and line.hint.kind is ZoneKind.WIDGET
        and line.hint.is_strong
        and not furniture.is_signature(line.folded)
    ):
        return line.hint
    return Hint(
        ZoneKind.COMMENT, "after-comment-form: " + ("signature" if furniture.is_signature(line.folded) else "text")
    )


def _leads(lines: list[Line], n: int, known: Lexicon) -> bool:
    """Tell whether line ``n`` says who speaks in the next paragraph: "The ministry said:"."""
    line = lines[n]
    if not line.is_short or not line.folded.endswith(":") or n + 1 >= len(lines):
        return False
    verbs = known.table("zones")["lead_line"]["verbs"]
    return bool(
        lines[n + 1].hint is None and lines[n + 1].prose and not set(verbs).isdisjoint(line.folded[:-1].split())
    )


def _stretch(lines: list[Line], known: Lexicon) -> tuple[int, int]:
    """Return the numbers of the first and last line of the article: the stretch whose sum of rewards is highest."""
    best, best_sum = (0, -1), 0.0
    start, running, run = 0, 0.0, 0
    cells = _cells(lines)
    for n, line in enumerate(lines):
        if cells[n]:
            value = -_COST_CELL
        elif line.hint is not None and line.hint.kind is ZoneKind.COMMENT:
            value, run = -_COST_COMMENT, 0
        elif line.hint is not None:
            value = -_COST_FURNITURE if line.hint.kind is not ZoneKind.BYLINE else 0.0
        elif line.prose:
            value = float(min(line.prose, _MOST_WORDS))
            if run >= 2 and line.prose <= _TEASER_WORDS and not _is_prose(lines, n + 1):
                value *= _TEASER_SHARE
            run = 0
        elif running < _LEAD_LINE_WORDS and _leads(lines, n, known):
            value = 1.0
        else:
            run += 1
            value = -_COST_SHORT if run == 1 else -_COST_RUN
        if running <= 0:
            start, running = n, 0.0
        running += value
        if running > best_sum:
            best, best_sum = (start, n), running
    if best_sum <= 0:
        return best
    return _reach(lines, best[0], -1), _reach(lines, best[1], 1)


_CELL_WORDS = 3  # of a line, at most, that is a cell of a table
_NUMBER_NEAR = 4  # lines before and behind a cell in which another holds nothing but a number


def _cells(lines: list[Line]) -> list[bool]:
    """Tell which lines are cells of a table: a few words each, and bare numbers before and behind them."""
    is_number = [bool(x.folded) and len(x.folded) <= 12 and not furniture.words_of(x.folded) for x in lines]
    out = []
    for n, x in enumerate(lines):
        near = is_number[max(0, n - _NUMBER_NEAR) : n], is_number[n + 1 : n + 1 + _NUMBER_NEAR]
        is_small = is_number[n] or (x.is_short and len(x.folded.split()) <= _CELL_WORDS)
        out.append(is_small and any(near[0]) and any(near[1]))
    return out


def _reach(lines: list[Line], end: int, step: int) -> int:
    """Return the end of the stretch moved over boxes (not lists of other articles) to running text right behind them."""
    n = end + step
    while 0 <= n < len(lines):
        hint = lines[n].hint
        if hint is None and lines[n].prose >= _LEAST_PARAGRAPH_WORDS:
            end = n
        elif hint is None or hint.kind in (ZoneKind.RELATED, ZoneKind.COMMENT) or hint.opens:
            break
        n += step
    return end


def _is_prose(lines: list[Line], n: int) -> bool:
    """Tell whether line ``n`` is running text."""
    return n < len(lines) and lines[n].hint is None and lines[n].prose >= 8


def _is_clean(lines: list[Line]) -> bool:
    """Tell whether nothing in the text is furniture of a page: then its short lines are lists and signatures of the article."""
    mine = (ZoneKind.BYLINE, ZoneKind.CAPTION)
    hints = [x.hint for x in lines if x.hint is not None and not x.hint.rule.startswith(furniture.RIGHTS)]
    if any(h.is_strong and h.kind not in mine for h in hints):
        return False
    run = longest = 0
    for x in lines:
        run = run + 1 if x.is_short else 0
        longest = max(longest, run)
    short = sum(len(x.raw) for x in lines if x.is_short)
    return longest < MENU_LINES and short <= 0.5 * sum(x.block.end - x.block.start for x in lines)


def _judged(
    text: str, lines: list[Line], n: int, inside: list[bool], reach: tuple[int, int], said: Opinion, known: Lexicon
) -> list[Zone]:
    """Return the zones of line ``n``; a report's head is split from its first words. ``reach``: the article's first and last line."""
    line = lines[n]
    b = line.block
    first, last = reach
    if n in said.headline:
        return [Zone(ZoneKind.HEADLINE, b.start, b.end, "headline: " + ("given title" if n else "first line"))]
    is_far = said.last >= 0 and not (min([first, *said.headline]) - _HEAD_REACH <= n <= last + _FOOT_REACH)
    dated = _date_line(text, line, n, first, last, known)
    if dated is not None:
        return [Zone(ZoneKind.WIDGET, b.start, b.end, f"far-{dated.because}") if is_far else dated]
    if line.hint is not None and not (inside[n] and _is_doubtful(line.hint)):
        kind, rule = line.hint.kind, line.hint.rule
        if kind is ZoneKind.BYLINE and is_far:
            return [Zone(ZoneKind.RELATED, b.start, b.end, f"far-{rule}")]
        if kind is ZoneKind.CAPTION and any(
            headline.key(lines[h].folded) == headline.key(line.folded) for h in said.headline
        ):
            return [Zone(ZoneKind.HEADLINE, b.start, b.end, "headline: repeated")]
        return [Zone(kind, b.start, b.end, rule)]
    if said.last < 0:
        return [Zone(ZoneKind.BODY, b.start, b.end, "no-prose: kept")]
    if not inside[n]:
        return [_outside(lines, n, first, min(said.headline, default=-1), known)]
    found = heads.dateline(text, b.start, b.end) if n <= first + 4 else None
    if found is not None:
        return _split(text, b, *found)
    if line.is_short and _is_credit(lines, n, first, min(said.headline, default=-1), known):
        return [Zone(ZoneKind.BYLINE, b.start, b.end, f"name-line: {line.raw[:40]!r}")]
    return [Zone(ZoneKind.BODY, b.start, b.end, "article: " + ("running text" if line.prose else "line inside it"))]


def _is_doubtful(hint: Hint) -> bool:
    """Tell whether a hint gives way to what the neighbours of its line say."""
    return (hint.kind is ZoneKind.WIDGET and not hint.is_strong) or hint.rule.startswith(UNDER_HEAD)


def _date_line(text: str, line: Line, n: int, first: int, last: int, known: Lexicon) -> Zone | None:
    """Return the zone of a line that is a date and hardly anything else, ``None`` for any other line."""
    b = line.block
    if len(line.folded) > 160 or not re.search(r"\d", line.folded):
        return None
    if line.hint is not None and line.hint.rule.split(":")[0] not in ("button-row", "no-words"):
        return None
    if _UPDATE_LINE.match(line.folded) or _SHORT_DATE.fullmatch(line.folded):
        return Zone(ZoneKind.DATELINE, b.start, b.end, f"time-line: {line.folded[:40]!r}")
    found = dates.find(text, Span(b.start, b.end), known)
    if found is not None and len(found[1].split()) <= 3 and n <= min(first + 6, last + 1):
        return Zone(ZoneKind.DATELINE, b.start, b.end, f"date-line: {line.folded[:40]!r}")
    return None


def _split(text: str, b: Block, span: Span, rule: str) -> list[Zone]:
    out = [Zone(ZoneKind.DATELINE, span.start, span.end, rule)]
    rest = span.end + (len(text[span.end : b.end]) - len(text[span.end : b.end].lstrip()))
    if rest < b.end:
        out.append(Zone(ZoneKind.BODY, rest, b.end, "article: after its dateline"))
    return out


_AGENCIES = frozenset("afp ap reuters tass xinhua efe dpa ansa upi staff".split())  # that sign by one word


def _is_credit(lines: list[Line], n: int, first: int, top: int, known: Lexicon) -> bool:
    """Tell whether a short line is a name alone near the head: two to four capitalised words, said first below the headline."""
    line = lines[n]
    words, folded = line.raw.split(), line.folded.split()
    if not folded or n > first + 3 or len(line.raw) > 40 or line.raw.endswith((":", "?", "!", ",")) or n < top:
        return False
    is_name = len(words) in _NAME_WORDS and all(w[:1].isupper() or w in ("and", "of", "the") for w in words)
    if not is_name or words[-1] in ("of", "the"):
        return len(words) == 1 and folded[0] in _AGENCIES
    buttons, sections = furniture.tables(known).buttons, known.table("zones")["masthead"]["sections"]
    is_menu = folded[0] in sections or not buttons.isdisjoint(folded) or any(x.folded == line.folded for x in lines[:n])
    return not is_menu


_NAME_WORDS = range(2, 5)
_LEAD_WORDS = 5  # at least, of a line between headline and article that leads into it
_LEAD_LINES = 20  # of the article that its lead is held against
_LEAST_ON_MATTER = 0.3  # share of the lead's words that they use
_MOST_LEADS = 2  # such lines: more are a list of other articles


def _leads_in(lines: list[Line], start: int, end: int) -> bool:
    """Tell whether so few lines stand between headline and article that they are its lead."""
    like = (x.is_short and len(furniture.words_of(x.folded)) >= _LEAD_WORDS for x in lines[start:end])
    return sum(like) <= _MOST_LEADS


def _is_on_matter(lines: list[Line], n: int, first: int) -> bool:
    """Tell whether the first lines of the article use the words of line ``n``."""
    told = {w for x in lines[first : first + _LEAD_LINES] if x.prose for w in furniture.stems(x.folded)}
    words = furniture.stems(lines[n].folded)
    return sum(w in told for w in words) >= _LEAST_ON_MATTER * len(words)


def _outside(lines: list[Line], n: int, first: int, top: int, known: Lexicon) -> Zone:
    """Return the zone of a line that is not the article's."""
    line = lines[n]
    b = line.block
    if line.prose >= 8:
        where = "before" if n < first else "beside"
        return Zone(ZoneKind.RELATED, b.start, b.end, f"{where}-article: another text")
    near = first - 4 <= n < first
    if near and heads.dateline(line.raw, 0, len(line.raw)) is not None:
        return Zone(ZoneKind.DATELINE, b.start, b.end, "head-line: place and agency")
    if near and _is_credit(lines, n, n, top, known):
        return Zone(ZoneKind.BYLINE, b.start, b.end, f"name-line: {line.raw[:40]!r}")
    count = len(furniture.words_of(line.folded))
    if (
        near
        and n > top
        and count >= _LEAD_WORDS
        and _leads_in(lines, max(top + 1, first - 4), first)
        and _is_on_matter(lines, n, first)
    ):
        return Zone(ZoneKind.BODY, b.start, b.end, "lead: a line between headline and article")
    kind = ZoneKind.RELATED if count >= 4 else ZoneKind.WIDGET
    return Zone(kind, b.start, b.end, "outside-article: short line")


def _merged_comments(found: list[Zone], lines: list[Line]) -> list[Zone]:
    """Return zones with the lines of one comment together: a comment ends at a blank line or at the next signature."""
    cluster = {
        x.block.start: (x.block.cluster, x.hint is not None and x.hint.rule.endswith("signature")) for x in lines
    }
    out: list[Zone] = []
    for z in found:
        before = out[-1] if out else None
        if z.kind is ZoneKind.COMMENT and before is not None and before.kind is ZoneKind.COMMENT:
            here, there = cluster[z.start], cluster[before.start]
            if here[0] == there[0] and not here[1]:
                out[-1] = Zone(ZoneKind.COMMENT, before.start, z.end, before.because)
                continue
        out.append(z)
    return out
