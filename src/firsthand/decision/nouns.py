"""Decision, what it is about and what became of it; and its line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from firsthand.errors import InputError


class Kind(StrEnum):
    """What is decided about."""

    STORY = "story"
    EVENT = "event"
    ACTOR = "actor"
    PLACE = "place"
    SOURCE = "source"


class Action(StrEnum):
    """What is decided. ``merge`` and ``split`` correct what was found, ``same`` and ``different`` also hold where it was found so."""

    MERGE = "merge"  # the things that hold the targets become one
    SPLIT = "split"  # the targets leave what holds them and become one thing of their own
    SAME = "same"  # as merge; no news when rules come to find it themselves
    DIFFERENT = (
        "different"  # no two targets may lie in one thing: where they do, all but the first leave it, each for itself
    )


JOINING = frozenset({Action.MERGE, Action.SAME})
ALONE = frozenset({Action.SPLIT, Action.MERGE})  # what may be said of a single target
CONTRARY = {
    Action.MERGE: Action.SPLIT,
    Action.SPLIT: Action.MERGE,
    Action.SAME: Action.DIFFERENT,
    Action.DIFFERENT: Action.SAME,
}


@dataclass(frozen=True, slots=True)
class Target:
    """By what a thing is known in any run.

    Story: ``document``. Event: ``document`` with ``start`` and ``end`` of words that tell it, the ``words`` themselves, and its ``type``
    if the words tell of several. Actor, place, source: ``name``.
    """

    document: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None
    type: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        if self.name is not None:
            return f"“{self.name}”"
        return f"document {self.document}" + (f" at {self.start}-{self.end}" if self.start is not None else "")


class Unmeant(str):
    """Why a target means nothing here."""


class Ambiguous(Unmeant):
    """Why it is not known which of several things a target means."""


@dataclass(frozen=True, slots=True)
class Decision:
    """That somebody decided something, when and why. ``saw``: the reason that the rules gave for the thing when it was decided on."""

    id: str
    kind: Kind
    action: Action
    targets: tuple[Target, ...]
    who: str
    when: str  # ISO 8601
    why: str
    saw: str | None = None

    def because(self) -> str:
        """Return in one line who decided what, when and why."""
        return f"decided: {self.action} by {self.who} on {self.when}: {self.why} (decision {self.id})"


_FIELDS = {"id", "kind", "action", "targets", "who", "when", "why", "saw"}
_NEEDED = ("id", "kind", "action", "targets", "who", "when", "why")
# kind -> what a target of it must and may say
_KEYS = {
    Kind.STORY: ({"document"}, set[str]()),
    Kind.EVENT: ({"document", "start", "end", "words"}, {"type"}),
    Kind.ACTOR: ({"name"}, set[str]()),
    Kind.PLACE: ({"name"}, set[str]()),
    Kind.SOURCE: ({"name"}, set[str]()),
}


def line(decision: Decision) -> str:
    """Return the decision as one line of JSON, without the line's end."""
    row: dict[str, Any] = {"id": decision.id, "kind": decision.kind, "action": decision.action}
    row["targets"] = [{k: v for k in Target.__slots__ if (v := getattr(t, k)) is not None} for t in decision.targets]
    row |= {"who": decision.who, "when": decision.when, "why": decision.why}
    if decision.saw is not None:
        row["saw"] = decision.saw
    return json.dumps(row, ensure_ascii=False)


def read(lines: Iterable[str], name: str = "decisions") -> tuple[Decision, ...]:
    """Return the decisions of a file, in its order; empty lines are passed over.

    Raises ``InputError`` that names the first bad line: a decision that is not understood must not be left out in silence.
    """
    out: list[Decision] = []
    seen: set[str] = set()
    for n, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            found = _decision(text)
        except ValueError as why:
            raise InputError(f"{name}, line {n}: {why}; correct the line or take it out") from why
        if found.id in seen:
            raise InputError(f"{name}, line {n}: the id {found.id!r} was used before; give every decision its own")
        seen.add(found.id)
        out.append(found)
    return tuple(out)


_LONGEST_ID = 100  # characters: it stands in lists and notes


def _decision(text: str) -> Decision:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise ValueError("not a line of JSON") from why
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    try:
        json.dumps(row, ensure_ascii=False).encode("utf8")
    except UnicodeEncodeError as why:  # half a pair of UTF-16, or bytes of a call that are no UTF-8
        raise ValueError("holds characters that are no text in UTF-8") from why
    if missing := [f for f in _NEEDED if f not in row]:
        raise ValueError(f"{', '.join(missing)} not given")
    if unknown := sorted(row.keys() - _FIELDS):
        raise ValueError(f"unknown field {unknown[0]!r}")
    for f in ("id", "who", "when", "why", *(["saw"] if "saw" in row else [])):
        if not isinstance(row[f], str) or not row[f].strip():
            raise ValueError(f"{f} must be text")
    try:
        datetime.fromisoformat(row["when"])
    except ValueError as why:
        raise ValueError(f"when must be a date or time in ISO 8601, not {row['when']!r}") from why
    if len(row["id"]) > _LONGEST_ID:
        raise ValueError(f"id must not be longer than {_LONGEST_ID} characters, not {len(row['id']):,}")
    kind = _one_of(Kind, row["kind"], "kind")
    action = _one_of(Action, row["action"], "action")
    if not isinstance(row["targets"], list) or len(row["targets"]) < (1 if action in ALONE else 2):
        raise ValueError(
            "targets must be a list, of at least two (one for split, and for the merge that takes it back)"
        )
    targets = tuple(_target(t, kind) for t in row["targets"])
    if len(set(targets)) < len(targets):
        raise ValueError("a target is named twice")
    return Decision(row["id"], kind, action, targets, row["who"], row["when"], row["why"], row.get("saw"))


def _one_of(kinds: Any, value: object, what: str) -> Any:
    if value not in list(kinds):
        raise ValueError(f"{what} must be one of {', '.join(kinds)}, not {value!r}")
    return kinds(value)


def _target(row: object, kind: Kind) -> Target:
    must, may = _KEYS[kind]
    if not isinstance(row, dict) or not must <= row.keys() <= must | may:
        raise ValueError(f"a target of kind {kind} is an object with {', '.join(sorted(must))}")
    for k, v in row.items():
        number = isinstance(v, int) and not isinstance(v, bool) and v >= 0
        good = number if k in ("start", "end") else isinstance(v, str) and bool(v.strip())
        if not good:
            raise ValueError(f"{k} of a target is not understood: {v!r}")
    if "start" in row and row["start"] >= row["end"]:
        raise ValueError("start of a target must lie before its end")
    return Target(**row)
