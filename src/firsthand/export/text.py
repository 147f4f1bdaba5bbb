"""Dossier -> plain text for people: the answer first, then claims, differences, headlines, what is missing.

Captured words pass through ``visible``: no escape sequence and no override of direction reaches the terminal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from textwrap import wrap

from firsthand.export import phrases
from firsthand.export.index import P_LIKELY, Index, value_words
from firsthand.export.visible import line
from firsthand.records import Claim, Dossier, HeadlineSupport, Relation, Status, Story

_STORIES, _CLAIMS, _SINGLE, _DIFFERENCES, _LINES, _LOST = 20, 10, 8, 8, 30, 10  # rows of each list
_MORE = "and {n} more (use --format json)"


def to_text(dossier: Dossier, width: int = 100) -> str:
    """Return the dossier for people, in lines of at most ``width`` characters where words allow."""
    index = Index(dossier)
    paper = _Paper(max(40, width))
    stories = sorted(dossier.stories, key=lambda s: (-len(s.documents), s.id))
    if len(stories) > 1:
        paper.add(
            f"{phrases.count(len(dossier.documents), 'article')} in {phrases.count(len(stories), 'story', 'stories')}"
        )
        paper.gap()
    for story in stories[:_STORIES]:
        _story(paper, index, story)
    paper.more(len(stories) - _STORIES)
    if not stories:
        paper.add("Nothing was read." if not dossier.documents else "No story was found.")
    if dossier.skipped:
        paper.head(f"Not read: {phrases.count(sum(s.count for s in dossier.skipped), 'thing')}")
        rows = ((s.uri, *phrases.outcome(s)) for s in dossier.skipped)
        paper.list(f"{line(uri, 120)}: {what}: {line(why, 200)}" for uri, what, why in rows)
    return paper.text()


class _Paper:
    """Lines of text, wrapped as they are added."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []

    def add(self, words: str, indent: int = 0, hang: int = 0) -> None:
        """Add a paragraph, its first line indented by ``indent``, the others by ``indent + hang``."""
        first, rest = " " * indent, " " * (indent + hang)
        self.lines += wrap(words, self.width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [
            ""
        ]

    def head(self, words: str) -> None:
        """Add the heading of a part after an empty line."""
        self.gap()
        self.add(words.upper())

    def list(self, items: Iterable[str], limit: int = 10) -> None:
        """Add a list, cut after ``limit`` items with how many are left."""
        every = list(items)
        for item in every[:limit]:
            self.add(f"- {item}", 2, 2)
        self.more(len(every) - limit)

    def more(self, left: int, indent: int = 2) -> None:
        """Say how many items are left out, if any."""
        if left > 0:
            self.add(_MORE.format(n=left), indent)

    def gap(self) -> None:
        """Add an empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(self.lines).strip("\n") + "\n"


def _story(paper: _Paper, index: Index, story: Story) -> None:
    paper.gap()
    title = line(story.title, 200) or "(no title)"
    paper.add(title)
    paper.add("=" * min(len(title), paper.width))
    paper.add(line(index.answer_line(story)))
    _descent(paper, index, story)
    _claims(paper, index, story)
    _differences(paper, index, story)
    _headlines(paper, index, story)
    _missing(paper, index, story)
    _aside(paper, index, story)
    paper.gap()


def _descent(paper: _Paper, index: Index, story: Story) -> None:
    """Add the source tree, a line a report: the reports from which it took its account, then whom it cites."""
    likely = [e for e in index.edges(story) if e.probability >= P_LIKELY]
    if not likely:
        return
    paper.head("Who took it from whom")
    held: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for e in likely:
        parent = index.nodes.get(e.parent)
        took, cites = held[line(index.node(e.child), 60)]
        name = line(index.node(e.parent), 60)
        if parent is not None and parent.document is not None:
            hidden = next((f", and {line(b.note, 80)}" for b in e.because if b.kind == "laundered_citation"), "")
            took.append(f"{phrases.RELATION[e.relation]} {name}{hidden} ({phrases.percent(e.probability)})")
        elif e.relation is Relation.CITATION:
            cites.append(f"{name} (lost)" if parent is not None and index.is_lost(parent.source) else name)
        else:
            took.append(f"{phrases.RELATION[e.relation]} {name} (lost, {phrases.percent(e.probability)})")
    items = []
    for child, (took, cites) in sorted(held.items()):
        more = f" and {len(cites) - 5} more" if len(cites) > 5 else ""
        said = [*took, f"cites {', '.join(cites[:5])}{more}"] if cites else took
        items.append(f"{child}: {'; '.join(said)}")
    paper.list(items, _LINES)


def _claims(paper: _Paper, index: Index, story: Story) -> None:
    every = index.claims(story)
    shared = [c for c in every if len(index.told(c)) > 1]
    single = [c for c in every if len(index.told(c)) <= 1]
    if shared:
        paper.head("Claims told by several articles")
        for c in shared[:_CLAIMS]:
            _claim(paper, index, c)
        paper.more(len(shared) - _CLAIMS)
    if single:
        paper.head("Claims told by one article only")
        for c in single[:_SINGLE]:
            _single(paper, index, c)
        paper.more(len(single) - _SINGLE)


def _claim(paper: _Paper, index: Index, claim: Claim) -> None:
    paper.add(f"{line(claim.text, 200)}{_standing(index, claim)}: {phrases.support(claim.support)}", 2, 2)
    for v in claim.values[:8]:
        told = index.outlets(v.statements)
        who = ", ".join(line(name, 40) for name, _ in told[:6]) + (
            f" and {len(told) - 6} more" if len(told) > 6 else ""
        )
        origins = f" – {phrases.origins(v.support.origins)}" if v.support and len(claim.values) > 1 else ""
        words = line(value_words(v), 100)
        if words or len(claim.values) > 1:
            paper.add(f"- {words or '(other words)'}{origins}: {who}", 4, 2)
    paper.more(len(claim.values) - 8, 4)
    if claim.support is not None:
        names = [
            line(index.source(s), 60) + (" (lost)" if index.is_lost(s) else "") for s in claim.support.origin_sources
        ]
        if names:
            paper.add(f"origin: {', '.join(names[:6])}{f' and {len(names) - 6} more' if len(names) > 6 else ''}", 4, 2)
        if claim.support.because:
            paper.add(f"because: {line(claim.support.because, 400)}", 4, 2)


def _standing(index: Index, claim: Claim) -> str:
    """Return how the reports put a claim when not all assert it: " [denied]", " [asserted 2, denied 1]"."""
    found = Counter(told[0].status for told in index.told(claim).values())
    if not found or set(found) == {Status.ASSERTED}:
        return ""
    if len(found) == 1:
        return f" [{next(iter(found)).value}]"
    return f" [{', '.join(f'{s.value} {found[s]}' for s in Status if s in found)}]"


def _single(paper: _Paper, index: Index, claim: Claim) -> None:
    told = next(iter(index.told(claim).items()), None)
    if told is None:
        paper.add(f"{line(claim.text, 160)}: {phrases.support(claim.support)}", 2, 2)
        return
    statement = told[1][0]
    outlet = line(index.outlet(told[0]), 40)
    chain = " <- ".join(line(index.source(s), 40) for s in index.chain(statement))
    status = f", {statement.status.value}" if statement.status is not Status.ASSERTED else ""
    origins = f", {phrases.origins(claim.support.origins)}" if claim.support else ""
    paper.add(
        f"- {line(claim.text, 160)} ({outlet}{f' <- {chain}' if chain else ''}{status}{origins})",
        2,
        2,
    )


def _differences(paper: _Paper, index: Index, story: Story) -> None:
    found = [d for d in index.dossier.differences if d.story == story.id]
    if not found:
        return
    paper.head("Where accounts differ")
    for d in found[:_DIFFERENCES]:
        held: dict[str, list[str]] = defaultdict(list)
        for r in d.readings:
            held[line(r.words, 100)].append(line(index.outlet(r.document), 40))
        readings = "; ".join(f'"{w}" ({", ".join(dict.fromkeys(who[:6]))})' for w, who in list(held.items())[:6])
        paper.add(f"- {line(d.kind, 30).replace('_', ' ')}: {readings}", 2, 2)
    paper.more(len(found) - _DIFFERENCES)


def _headlines(paper: _Paper, index: Index, story: Story) -> None:
    own = frozenset(story.documents)
    rows = [h for h in index.dossier.headlines if h.document in own]
    if not rows:
        return
    paper.head("Headline against body")
    odd = [h for h in rows if h.support is not HeadlineSupport.SUPPORTED]
    for h in odd[:_LINES]:
        title = line(index.documents[h.document].title.text, 120)
        why = line(h.because.partition(": ")[2] or h.because, 200)
        paper.add(f'- {line(index.outlet(h.document), 40)}: "{title}" – {phrases.HEADLINE[h.support]}: {why}', 2, 2)
    paper.more(len(odd) - _LINES)
    if len(rows) > len(odd):
        paper.add(f"{phrases.count(len(rows) - len(odd), 'headline')} backed by the text below", 2)


def _missing(paper: _Paper, index: Index, story: Story) -> None:
    lost = index.lost(story)
    if not lost:
        return
    paper.head("Missing: named here, not among the files")
    items = []
    for s in lost:
        by = [line(index.outlet(d), 40) for d, _ in index.citations(s.id, story)]
        names = ", ".join(by[:6]) + (f" and {len(by) - 6} more" if len(by) > 6 else "")
        items.append(f"{line(s.name, 80)} ({index.kind(s.id)})" + (f", named by {names}" if by else ""))
    paper.list(items, _LOST)
    changes = sorted({c.support.would_change for c in story.claims if c.support and c.support.would_change})
    if changes:
        paper.add("What would change the figures:", 2)
        paper.list((line(c, 300) for c in changes), 3)


def _aside(paper: _Paper, index: Index, story: Story) -> None:
    """Add what was set aside, as counts: the texts stand in the HTML page and the JSON."""
    held: dict[str, int] = defaultdict(int)
    for d in story.documents:
        for z in index.documents[d].zones if d in index.documents else ():
            if z.kind not in phrases.ARTICLE_ZONES:
                held[phrases.ZONE[z.kind]] += 1
    if held:
        paper.head("Set aside, supports no claim")
        paper.add(", ".join(f"{n} × {kind}" for kind, n in sorted(held.items())), 2, 2)
