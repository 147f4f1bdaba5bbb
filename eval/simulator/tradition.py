"""Stories to read and to score: documents as page dumps, and gold in the form of the hand-made traditions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from .descent import Report, tradition
from .grammar import lexicon, parsed, plainly
from .report import Reading, Sentence, Writer
from .world import World

Made = tuple[dict[str, Any], list[str], list[tuple[str, Reading]]]  # record, junk lines, quotes with what they assert

_START = datetime(2031, 2, 3, tzinfo=UTC)  # a Monday
_P_TYPO = 0.004  # per word, in the one report in five that has any
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Story:
    """One simulated story: records a reader takes, and what is true about them."""

    id: str
    docs: tuple[dict[str, Any], ...]
    gold: dict[str, Any]


def stories(part: str, n: int, seed: int, most_witnesses: int = 6) -> Iterator[Story]:
    """Yield ``n`` stories of a part; the same arguments give the same stories.

    With at most three witnesses the origins per claim spread as in the hand-made traditions; the gates hold for six.
    """
    for i in range(n):
        yield story(part, seed, i, most_witnesses)


def story(part: str, seed: int, index: int, most_witnesses: int = 6) -> Story:
    """Return one story; it does not depend on how many others are made."""
    rng = random.Random(f"{part}-{seed}-{index}")
    sid = f"{part[:2]}{seed}x{index:04d}"
    world, reports = tradition(part, rng, most_witnesses)
    event = _START + timedelta(days=7 * rng.randrange(40) + world.weekday)
    seen = [r for r in reports if not r.lost]
    names = _public_ids(rng, sid, reports)
    made = {r.id: _page(rng, Writer(rng, part, world, r.house), r, names[r.id], event) for r in seen}
    docs = [made[r.id][0] for r in seen]
    rng.shuffle(docs)
    gold = {
        "story": sid,
        "theme": world.theme,
        "parties": {k: list(a + b) for k, (a, b) in world.labels.items()},
        "witnesses": {w.id: f"{w.name}, {_role(w.role, world)}" for w in world.witnesses},
        "outlets": {r.house.outlet: list(r.house.cited_as) for r in reports},
        "nodes": [_node(r, names, event, made) for r in reports],
        "edges": [{"child": names[r.id], "parent": names[p], "cited": r.cited} for r in reports for p in r.parents],
        "claims": _claims(world, seen, names, made),
        "junk": {names[r.id]: made[r.id][1] for r in seen if made[r.id][1]},
    }
    return Story(sid, tuple(docs), gold)


def _role(template: str, world: World) -> str:
    return plainly(parsed(template)).format(**world.names)


def _public_ids(rng: random.Random, sid: str, reports: list[Report]) -> dict[str, str]:
    out: dict[str, str] = {}
    for r in reports:
        name = f"lost:{sid}-{r.id}"
        while not r.lost and (name in out.values() or name.startswith("lost:")):
            name = f"{sid}-" + "".join(rng.choice(_LETTERS) for _ in range(4))
        out[r.id] = name
    return out


def _node(r: Report, names: dict[str, str], event: datetime, made: dict[str, Made]) -> dict[str, Any]:
    shown = made[r.id][0]["published"] if r.id in made else None
    return {
        "id": names[r.id],
        "plan_id": r.id,
        "outlet": r.house.outlet,
        "lost": r.lost,
        "published": shown,
        "written": _iso(event + timedelta(minutes=r.house.minutes)),
        "op": r.operation,
    }


def _iso(t: datetime) -> str:
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamp(rng: random.Random, t: datetime) -> str | None:
    """Return the shown time of publication: right, missing, false, with another zone, or a day only."""
    p = rng.random()
    if p < 0.1:
        return None
    if p < 0.17:
        return _iso(t + timedelta(minutes=rng.choice([-1, 1]) * rng.randint(60, 2200)))
    if p < 0.30:
        return t.astimezone(timezone(timedelta(hours=rng.choice([-5, 1, 2, 3, 8])))).isoformat()
    if p < 0.34:
        return t.date().isoformat()
    return _iso(t)


def _page(rng: random.Random, writer: Writer, r: Report, name: str, event: datetime) -> Made:
    """Return the record, its junk lines and (quote, reading) of each claim."""
    typos = _P_TYPO if rng.random() < 0.2 else 0.0
    paragraphs: list[str] = [""]
    quotes: list[tuple[str, Reading]] = []
    for s in r.sentences:
        text = _typed(rng, s, typos, quotes)
        paragraphs[-1] = f"{paragraphs[-1]} {text}".strip()
        if s.breaks:
            paragraphs.append("")
    body = [p for p in paragraphs if p]
    if rng.random() < 0.15:
        day = event + timedelta(minutes=r.house.minutes)
        place = writer.world.names["capital"].upper()
        body[0] = f"{place}, {day:%B} {day.day} ({r.house.cited_as[-1]}) - {body[0]}"
    if r.credit:
        body.append(r.credit)
    blocks, junk = _junked(rng, writer, [r.title, *body])
    slug = re.sub(r"[^a-z]+", "-", r.title.lower()).strip("-")[:50]
    domain = re.sub(r"[^a-z0-9]", "", r.house.outlet.lower())
    stamp = _stamp(rng, event + timedelta(minutes=r.house.minutes))
    doc = {
        "id": name,
        "outlet": r.house.outlet,
        "url": f"https://{domain}.example/news/{slug}",
        "published": stamp,
        "title": r.title,
        "text": "\n\n".join(blocks),
    }
    return doc, junk, quotes


def _typed(rng: random.Random, s: Sentence, p: float, quotes: list[tuple[str, Reading]]) -> str:
    out = ""
    for piece in s.pieces:
        text = (
            re.sub(
                r"\b([a-z])([a-z]{3,})([a-z])\b",
                lambda m: m[1] + m[2][1:] + m[3] if rng.random() < p else m[0],
                piece.text,
            )
            if p
            else piece.text
        )
        if piece.reading:
            quotes.append((text.strip(), piece.reading))
        out += text
    return out


def _junked(rng: random.Random, writer: Writer, blocks: list[str]) -> tuple[list[str], list[str]]:
    """Return blocks with page junk among them (every third page is clean), and the junk lines."""
    if rng.random() < 0.35:
        return blocks, []
    table = lexicon("stock")["page"]
    w = writer.world.names
    fill = {**w, "SELF": writer.house.outlet, "A": writer.house.labels["A"]}

    def line(kind: str) -> str:
        fill.update(
            pct=str(rng.randint(11, 97)),
            pct2=str(rng.randint(2, 31)),
            num=str(rng.randint(20, 900)),
            small=str(rng.randint(2, 9)),
            num2=str(rng.randint(3, 60)),
            num3=str(rng.randint(3, 90)),
        )
        fill.update(
            nick_=rng.choice(["harvest_girl", "Old Lieutenant", "anon77", "kurrim", "T. B.", "realist", "dad of two"]),
            nick2_=rng.choice(["anon78", "realist2", "Lena"]),
        )
        fill.update({k: _filled(rng.choice(table["othernews"]), w) for k in ("othernews", "othernews2")})
        return _filled(rng.choice(table[kind]), fill)

    junk: list[str] = []
    out = list(blocks)
    for kind, at, p in (("middle", None, 0.6), ("middle", None, 0.25), ("top", 1, 0.45), ("bottom", -1, 0.5)):
        if rng.random() < p:
            text = line(kind)
            out.insert(rng.randint(1, len(out)) if at is None else at if at >= 0 else len(out), text)
            junk.append(text)
    if rng.random() < 0.25:
        tail = [line("comment_form"), *(line("comments") for _ in range(rng.randint(2, 5)))]
        out += tail
        junk += tail
    return out, junk


def _filled(template: str, fill: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: fill.get(m[1], m[0]), template)


def _claims(world: World, seen: list[Report], names: dict[str, str], made: dict[str, Made]) -> list[dict[str, Any]]:
    out = []
    for i, fact in enumerate(world.facts.values(), 1):
        mentions = [
            {"doc": names[r.id], "quote": q, "value": x.stated, "witnesses": list(x.witnesses)}
            for r in seen
            for q, x in made[r.id][2]
            if x.fact == fact.id
        ]
        origins = sorted(
            {w.id for w in world.witnesses if fact.id in w.values} | {x for m in mentions for x in m["witnesses"]}
        )
        if mentions:
            out.append(
                {
                    "id": f"C{i:02d}",
                    "slot": fact.id,
                    "text": fact.spec["text"],
                    "origins": origins,
                    "mentions": mentions,
                }
            )
    return out
