"""Dossiers made by hand: the shipped example with its true derivation filled in, several stories, and a hostile one.

The stages are not run: a view must be right for any dossier, also when a stage finds nothing.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

from firsthand.records import (
    Attribution,
    AttributionId,
    Claim,
    ClaimId,
    DateBasis,
    Difference,
    Document,
    DocumentId,
    Dossier,
    Edge,
    EdgeId,
    Event,
    EventId,
    Evidence,
    Headline,
    HeadlineSupport,
    Kin,
    Manner,
    Node,
    NodeId,
    NodeKind,
    Origins,
    Passage,
    Precision,
    Published,
    Quantity,
    Reading,
    Relation,
    Role,
    Skipped,
    Source,
    SourceId,
    SourceKind,
    Statement,
    StatementId,
    Status,
    Stemma,
    Story,
    StoryId,
    Support,
    Time,
    Title,
    Value,
    Zone,
    ZoneKind,
)
from firsthand.spans import Span
from firsthand.tokens import sentences

DEMO = resources.files("firsthand") / "demo"
STORY = StoryId("s1")
KNA, VOSS, MARAN, LOCAL = SourceId("src:kna"), SourceId("src:voss"), SourceId("src:maran"), SourceId("src:local")
AMOUNTS = {
    "four": (4, 4), "at least 11": (11, None), "more than ten": (11, None), "nine": (9, 9), "25 to 30": (25, 30),
    "dozens": (24, 99), "up to 30": (1, 30), "150 to 200": (150, 200), "up to 200": (1, 200),
    "up to 60 killed or wounded": (1, 60), "two": (2, 2),
}  # fmt: skip
ROLES = {
    "C02": Role.KILLED,
    "C03": Role.WOUNDED,
    "C04": Role.DEPLOYED,
    "C05": Role.KILLED_OR_WOUNDED,
    "C06": Role.KILLED,
}
CHAINS: dict[tuple[str, str], list[tuple[str, SourceId]]] = {
    ("morning-sentinel.html", "W1"): [("Kestrian News Agency", KNA), ("Darin Voss", VOSS)],
    ("harbour-radio.txt", "W1"): [("KNA", KNA), ("Darin Voss", VOSS)],
    ("lowland-times.html", "W1"): [("Darin Voss", VOSS)],
    ("national-bugle.txt", "W1"): [("Ovrand Herald", SourceId("src:ovrand-herald"))],
    ("city-ledger.html", "W1"): [("The Morning Sentinel", SourceId("src:morning-sentinel")), ("Darin Voss", VOSS)],
    ("city-ledger.html", "W2"): [("Ovrand Herald", SourceId("src:ovrand-herald")), ("Ilse Maran", MARAN)],
    ("ovrand-herald.html", "W2"): [("Ilse Maran", MARAN)],
    ("weekly-lantern.txt", "W2"): [("local sources", LOCAL)],
    ("kestria-today.html", "W2"): [("Ilse Maran", MARAN)],
}
SOURCE_OF = {"W1": (KNA, "Kestrian News Agency"), "W2": (SourceId("src:ovrand-herald"), "Ovrand Herald")}


def truth() -> dict[str, Any]:
    """Return the example's true derivation."""
    return json.loads((DEMO / "truth.json").read_text("utf8"))  # type: ignore[no-any-return]


def demo_dossier() -> Dossier:
    """Return the shipped example as a dossier in which every table is filled from its true derivation."""
    gold = truth()
    documents = tuple(_document(n) for n in sorted(gold["nodes"], key=lambda n: n["id"]) if not n["lost"])
    text = {d.id: d.text for d in documents}
    attributions, statements, quantities, claims = _accounts(gold, text)
    return Dossier(
        documents=documents,
        skipped=(Skipped("pages/empty.html", "capture", "the file is empty"),),
        sources=_sources(documents),
        attributions=attributions,
        statements=statements,
        times=_times(documents),
        quantities=quantities,
        events=(_event(statements),),
        stories=(
            Story(STORY, "Attack on the railway bridge at Belisk", tuple(text), claims, (EventId("e1"),), "theme"),
        ),
        stemma=_stemma(gold, documents),
        differences=_differences(claims, text),
        headlines=tuple(_headline(d) for d in documents),
    )


def two_stories() -> Dossier:
    """Return the example and, beside it, a story of one page about which nothing was found."""
    first = demo_dossier()
    lone = Document(
        DocumentId("lone page"), "pages/lone.txt", "0" * 64, None, Title("Market day in Ardel", None), "en",
        Published(None, None, Precision.UNKNOWN, DateBasis.INFERRED), "Market day in Ardel.",
        (Zone(ZoneKind.BODY, 0, 20),),
    )  # fmt: skip
    story = Story(StoryId("s2"), "Market day in Ardel", (lone.id,))
    return replace(first, documents=(*first.documents, lone), stories=(*first.stories, story))


HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=alert(1)> & \"quotes\" 'single'\n\n"
    "abc\u202etxt.exe\u2066 \x1b[31mred\x1b[0m \x00 \ud800 \ufeff soft\u00adhyphen\r\nnext {braces} {0} %s\n\n"
    "\u0642\u062a\u0644 15 \u0634\u062e\u0635\u0627"
)


def hostile_dossier() -> Dossier:
    """Return the example with page text, names and ids replaced by what an attacker would write."""
    base = demo_dossier()
    ids = {d.id: DocumentId(f'"><b id={n}> \u202e{d.id}') for n, d in enumerate(base.documents)}
    documents = tuple(
        replace(d, id=ids[d.id], uri=HOSTILE, title=Title(HOSTILE, None), text=HOSTILE + d.text,
                zones=(Zone(ZoneKind.BODY, 0, len(HOSTILE + d.text)),))
        for d in base.documents
    )  # fmt: skip
    sources = tuple(
        replace(s, name=HOSTILE, names=(HOSTILE,), document_ids=tuple(ids[d] for d in s.document_ids))
        for s in base.sources
    )
    story = base.stories[0]
    claims = tuple(replace(c, text=HOSTILE, slot=HOSTILE) for c in story.claims)
    return replace(
        base,
        documents=documents,
        sources=sources,
        attributions=tuple(replace(a, document=ids[a.document]) for a in base.attributions),
        statements=tuple(replace(s, document=ids[s.document]) for s in base.statements),
        times=tuple(replace(t, document=ids[t.document]) for t in base.times),
        quantities=tuple(replace(q, document=ids[q.document], words=HOSTILE) for q in base.quantities),
        stories=(replace(story, title=HOSTILE, documents=tuple(ids[d] for d in story.documents), claims=claims),),
        stemma=Stemma(
            nodes=tuple(replace(n, document=ids[n.document]) if n.document else n for n in base.stemma.nodes),
            edges=base.stemma.edges,
            kin=tuple(replace(k, a=ids[k.a], b=ids[k.b]) for k in base.stemma.kin),
            passages=tuple(replace(p, a=ids[p.a], b=ids[p.b]) for p in base.stemma.passages),
        ),
        differences=tuple(
            replace(
                d, kind=HOSTILE, readings=tuple(replace(r, document=ids[r.document], words=HOSTILE) for r in d.readings)
            )
            for d in base.differences
        ),
        headlines=tuple(replace(h, document=ids[h.document], because=HOSTILE) for h in base.headlines),
        skipped=(Skipped(HOSTILE, HOSTILE, HOSTILE),),
    )


def _blocks(name: str) -> list[tuple[str, ZoneKind]]:
    raw = (DEMO / "pages" / name).read_text("utf8")
    if name.endswith(".txt"):
        return [(line, _zone(line, n)) for n, line in enumerate(raw.split("\n\n"))]
    kind, out = ZoneKind.BODY, []
    junk = ZoneKind.WIDGET
    for tag, attributes, inner in re.findall(r"<(\w+)([^>]*)>([^<]+)", raw[raw.index("<body") :]):
        if tag in {"section", "aside", "footer"}:
            junk = ZoneKind.COMMENT if "comments" in attributes else ZoneKind.WIDGET
        plain = html.unescape(inner).strip()
        if tag == "h1":
            kind = ZoneKind.HEADLINE
        elif tag == "p" and "class" not in attributes and len(plain) > 75 and junk is not ZoneKind.COMMENT:
            kind = ZoneKind.BODY
        elif tag == "figcaption":
            kind = ZoneKind.CAPTION
        else:
            kind = ZoneKind.COMMENT if "comments" in raw and tag == "p" and "ferry" not in plain else junk
        if plain:
            out.append((plain, kind))
        if 'class="comments"' in inner or 'id="comments"' in attributes:
            junk = ZoneKind.COMMENT
    return out


def _zone(block: str, place: int) -> ZoneKind:
    if len(block.split()) > 12 and "array(" not in block and not block.startswith(("Leave", "Ruvo", "They")):
        return ZoneKind.BODY
    if "array(" in block:
        return ZoneKind.DEBRIS
    if " says:" in block:
        return ZoneKind.COMMENT
    return ZoneKind.HEADLINE if place == 1 else ZoneKind.WIDGET


def _document(node: dict[str, Any]) -> Document:
    text, zones = "", []
    for block, kind in _blocks(node["id"]):
        start = len(text)
        text += block + "\n\n"
        zones.append(Zone(kind, start, start + len(block), "fixture: by hand"))
    headline = next((z for z in zones if z.kind is ZoneKind.HEADLINE), zones[0])
    when = node["published"]
    basis, precision = (DateBasis.PAGE, Precision.MINUTE) if when else (DateBasis.INFERRED, Precision.UNKNOWN)
    return Document(
        DocumentId(node["id"]), f"pages/{node['id']}", "ab" * 32, _outlet(node["id"]),
        Title(text[headline.start : headline.end], headline.span), "en", Published(when, when, precision, basis),
        text, tuple(zones),
    )  # fmt: skip


def _outlet(name: str) -> SourceId:
    return SourceId(f"src:{name.partition('.')[0]}")


def _sources(documents: tuple[Document, ...]) -> tuple[Source, ...]:
    names = {n["id"]: n["outlet"] for n in truth()["nodes"]}
    outlets = [
        Source(_outlet(d.id), names[d.id], SourceKind.OUTLET, (names[d.id],), (d.id,), False, "outlet: of the page")
        for d in documents
    ]
    cited = [
        Source(KNA, "Kestrian News Agency", SourceKind.AGENCY, ("KNA", "Kestrian News Agency")),
        Source(VOSS, "Darin Voss", SourceKind.OFFICIAL, ("Colonel Darin Voss", "Darin Voss", "Voss")),
        Source(MARAN, "Ilse Maran", SourceKind.PERSON, ("Ilse Maran", "Maran")),
        Source(LOCAL, "local sources", SourceKind.ANONYMOUS, ("local sources",)),
    ]
    return tuple(sorted(outlets + cited, key=lambda s: s.id))


def _accounts(
    gold: dict[str, Any], text: dict[DocumentId, str]
) -> tuple[tuple[Attribution, ...], tuple[Statement, ...], tuple[Quantity, ...], tuple[Claim, ...]]:
    attributions, statements, quantities, claims = [], [], [], []
    for c in gold["claims"]:
        by_witness: dict[str, list[tuple[StatementId, str]]] = {}
        for n, m in enumerate(c["mentions"]):
            document, witness = DocumentId(m["doc"]), m["witnesses"][0]
            start = text[document].index(m["quote"])
            content = (Span(start, start + len(m["quote"])),)
            chain = []
            for depth, (words, source) in enumerate(CHAINS.get((m["doc"], witness), [])):
                at = text[document].index(words)
                attributions.append(
                    Attribution(
                        AttributionId(f"a:{c['id']}:{n}:{depth}"), document, (Span(at, at + len(words)),), (), content,
                        chain[-1] if chain else None, source, Manner.INDIRECT, (), "fixture: by hand",
                    )
                )  # fmt: skip
                chain.append(attributions[-1].id)
            statement = Statement(
                StatementId(f"t:{c['id']}:{n}"), document, content, tuple(chain), Status.ASSERTED, ClaimId(c["id"])
            )
            statements.append(statement)
            by_witness.setdefault(witness, []).append((statement.id, m["value"]))
            if c["id"] in ROLES:
                low, high = AMOUNTS[m["value"]]
                quantities.append(
                    Quantity(
                        document,
                        start,
                        start + len(m["quote"]) // 2,
                        low,
                        high,
                        "people",
                        ROLES[c["id"]],
                        None,
                        m["value"],
                    )
                )
        claims.append(_claim(c, by_witness, {s.id: s.document for s in statements}))
    return tuple(attributions), tuple(statements), tuple(quantities), tuple(claims)


def _claim(
    c: dict[str, Any], by_witness: dict[str, list[tuple[StatementId, str]]], where: dict[StatementId, DocumentId]
) -> Claim:
    values = []
    for witness, said in sorted(by_witness.items()):
        numbers = [AMOUNTS[v] for _, v in said if v in AMOUNTS and c["id"] in ROLES]
        low, high = numbers[0] if numbers else (None, None)
        words = tuple(sorted({v for _, v in said}))
        values.append(
            Value(low, high, words, tuple(i for i, _ in said), _support([i for i, _ in said], [witness], where))
        )
    every = [i for said in by_witness.values() for i, _ in said]
    support = _support(every, sorted(by_witness), where)
    return Claim(
        ClaimId(c["id"]), STORY, c["text"], c["text"], tuple(every), tuple(values), support, "fixture: by hand"
    )


def _support(said: list[StatementId], witnesses: list[str], where: dict[StatementId, DocumentId]) -> Support:
    documents = len({where[i] for i in said})
    k = len(witnesses)
    names = " and ".join(SOURCE_OF[w][1] for w in witnesses)
    return Support(
        documents, documents, Origins(k, k, {k: 0.93, k + 1: 0.07}), tuple(SOURCE_OF[w][0] for w in witnesses),
        f"{documents} articles took it from {names}.",
        "The report of the Kestrian News Agency would show what the army really said." if "W1" in witnesses else "",
    )  # fmt: skip


def _times(documents: tuple[Document, ...]) -> tuple[Time, ...]:
    table = {
        "Tuesday night": ("2034-03-14TNI", "2034-03-14T18:00", "2034-03-15T06:00", Precision.DAY),
        "late on Tuesday": ("2034-03-14TNI", "2034-03-14T18:00", "2034-03-14T23:59", Precision.DAY),
        "overnight": ("2034-03-14TNI", "2034-03-14T18:00", "2034-03-15T06:00", Precision.DAY),
        "earlier in the day": ("2034-03-15", "2034-03-15", "2034-03-15", Precision.DAY),
        "since late February": ("2034-02", "2034-02-20", None, Precision.WEEK),
        "since December": ("2033-12", "2033-12-01", None, Precision.MONTH),
        "this week": ("XXXX-WXX", None, None, Precision.UNKNOWN),
    }
    out = []
    for d in documents:
        for words, (value, low, high, precision) in table.items():
            at = d.text.find(words)
            if at >= 0:
                out.append(Time(d.id, at, at + len(words), value, low, high, precision, "fixture: by hand"))
    return tuple(sorted(out, key=lambda t: (t.document, t.start)))


def _event(statements: tuple[Statement, ...]) -> Event:
    told = tuple(s.id for s in statements if s.claim == "C01")
    return Event(
        EventId("e1"),
        "ASSAULT",
        "heavy-weapons",
        Status.ASSERTED,
        (),
        (),
        None,
        "2034-03-14T18:00",
        "2034-03-15T06:00",
        None,
        (),
        told,
    )


def _stemma(gold: dict[str, Any], documents: tuple[Document, ...]) -> Stemma:
    inside = {d.id for d in documents}

    def node(i: str) -> NodeId:
        return NodeId(f"n:{i}" if i in inside else f"n:{KNA}")

    nodes = [Node(node(d.id), NodeKind.DOCUMENT, d.id, None, STORY) for d in documents]
    nodes.append(Node(node("lost"), NodeKind.CITED, None, KNA, STORY))
    relation = {
        "named": Relation.CITATION,
        "laundered": Relation.REWRITE,
        "witness_only": Relation.VERBATIM,
        "vague": Relation.REWRITE,
    }
    text = {d.id: d for d in documents}
    edges, passages = [], []
    for n, e in enumerate(gold["edges"]):
        same = _passages(text[e["child"]], text[e["parent"]]) if e["parent"] in inside else ()
        passages += same
        because = tuple(
            Evidence("shared wording", p.a_span, p.b_span, "the same words in the same order") for p in same[:3]
        )
        because += (Evidence("earlier", None, None, "the parent appeared first"),)
        kind = Relation.MERGE if e["child"].startswith("city") else relation[e["cited"]]
        edges.append(Edge(EdgeId(f"g{n}"), node(e["child"]), node(e["parent"]), kind, 0.97 - 0.05 * n, because))
    edges.append(
        Edge(EdgeId("g9"), node("national-bugle.txt"), node("ovrand-herald.html"), Relation.CITATION, 0.06,
             (Evidence("named, not found", None, None, "it credits the Ovrand Herald, which reports none of it"),))
    )  # fmt: skip
    sentinel, radio = text[DocumentId("morning-sentinel.html")], text[DocumentId("harbour-radio.txt")]
    passages += _passages(radio, sentinel)
    kin = (
        Kin(radio.id, sentinel.id, 0.94, (Evidence("both cite", None, None, "both cite the Kestrian News Agency"),)),
    )
    return Stemma(tuple(nodes), tuple(edges), kin, tuple(passages))


def _passages(child: Document, parent: Document) -> tuple[Passage, ...]:
    from rapidfuzz import fuzz

    theirs = list(sentences(parent.text))
    out = []
    for mine in sentences(child.text):
        words = mine.of(child.text)
        score, best = max((fuzz.token_set_ratio(words, s.of(parent.text)), s) for s in theirs)
        if score >= 70 and len(words.split()) > 6:
            out.append(Passage(child.id, mine, parent.id, best, round(score / 100, 3)))
    return tuple(out)


def _differences(claims: tuple[Claim, ...], text: dict[DocumentId, str]) -> tuple[Difference, ...]:
    def reading(name: str, words: str) -> Reading:
        start = text[DocumentId(name)].index(words)
        return Reading(DocumentId(name), Span(start, start + len(words)), words)

    return (
        Difference(STORY, "number", ClaimId("C02"), None, (
            reading("morning-sentinel.html", "Four soldiers"), reading("ovrand-herald.html", "at least 11 soldiers"),
            reading("weekly-lantern.txt", "More than ten soldiers")), "values-apart: 4 and 11 or more do not meet"),
        Difference(STORY, "verb", ClaimId("C10"), EdgeId("g4"), (
            reading("morning-sentinel.html", "driven out by border troops"),
            reading("harbour-radio.txt", "driven on by border troops"),
            reading("national-bugle.txt", "driven on by border troops")), "words-differ: in one aligned sentence"),
        Difference(STORY, "label", None, EdgeId("g3"), (
            reading("morning-sentinel.html", "fighters"), reading("lowland-times.html", "rebels"),
            reading("national-bugle.txt", "terrorists")), "labels: of one actor"),
    )  # fmt: skip


def _headline(d: Document) -> Headline:
    if d.id != "national-bugle.txt":
        return Headline(d.id, HeadlineSupport.SUPPORTED, "every-word: the text says the same", ())
    a, b = d.text.index("Hundreds"), d.text.index("up to 60 men killed or wounded")
    return Headline(
        d.id,
        HeadlineSupport.STRONGER,
        "number: 'Hundreds' is more than 'up to 60 men killed or wounded'",
        (Span(a, a + 8), Span(b, b + 30)),
    )
