"""Who is who in a story costs in proportion to its names, whatever they are; long proofs: ``python -m bench.doubling``."""

from __future__ import annotations

import time

import pytest

from firsthand import lexicon
from firsthand.names import alike, sound_alike
from firsthand.naming import settle
from firsthand.naming.union import Union, unite_alike, unite_shortened
from firsthand.records import (
    Account,
    Actor,
    ActorId,
    Attribution,
    AttributionId,
    Manner,
    Source,
    SourceId,
    SourceKind,
)
from firsthand.spans import Span
from tests.statement.article import article
from tests.statement.hostile import name

KNOWN = lexicon.load()
FEW, MANY = 200, 800  # sources
NOISE = 0.3  # CPU seconds that a busy machine may add

# what is said of each: the sentence, then who its sources are, as (id, name, kind)
SHAPES = {
    "persons-and-offices": ("Colonel {A} {B} said x. The colonel said y. ", "{A} {B}:person", "colonel:official"),
    "bodies": ("The {A} {B} Front said x. The Front said y. ", "{A} {B} Front:armed_group", "Front:armed_group"),
    "bodies-of-one-stem": ("The Alpha{n} Front said x. ", "Alpha{n} Front:armed_group"),
    "bodies-left-out": ("{A} {B} Defence Front said x. ", "{A} {B} Defence Front:organisation", "{A} Front:organisation"),
    "police": ("{A} police said x. ", "{A} police:official", "{B} Police Service:official"),
    "initials": ("{A} {B} Centre said x. ABC{n} said y. ", "{A} {B} Centre:organisation", "ABC{n}:organisation"),
    "newspapers": ("The {A} Herald said x. The newspaper said y. ", "{A} Herald:outlet", "newspaper:outlet"),
    "spokesmen": ("{A} {B}, a spokesman for the {A} Front, said x. ", "{A} {B}:person", "{A} Front:armed_group"),
    "officers": ("{A} {B}, director of the {A} Union, said x. The union's head left. ", "{A} {B}:person", "{A} Union:organisation"),
    "slips": ("The Meridian{n} Northern Front said x. ", "Meridian{n} Northern Front:armed_group"),
}  # fmt: skip


def _told(shape: str, size: int) -> float:
    """Return the CPU seconds that ``size`` sources take."""
    sentence, *who = SHAPES[shape]
    text, said, sources = "", [], {}
    for n in range(size // len(who)):
        for called in who:
            words, _, kind = called.partition(":")
            words = words.replace("{A}", name(2 * n)).replace("{B}", name(2 * n + 1)).replace("{n}", str(n))
            ident = SourceId(f"name:{words.lower().replace(' ', '-')}" if words[:1].isupper() else f"a:{words}-{n}")
            sources[ident] = Source(ident, words, SourceKind(kind), (words,))
            at = (Span(len(text), len(text) + 4),)
            made = AttributionId(f"a:a{len(said)}")
            said.append(Attribution(made, article("").id, at, (), (), None, ident, Manner.INDIRECT))
        text += sentence.replace("{A}", name(2 * n)).replace("{B}", name(2 * n + 1)).replace("{n}", str(n))
    one = article(text)
    actors = tuple(Actor(ActorId(f"actor:{i}"), s.name, "organisation", s.names) for i, s in sorted(sources.items()))
    account = Account(one.id, tuple(said), sources=tuple(sources[i] for i in sorted(sources)), actors=actors)
    begin = time.process_time()
    settle([one], {one.id: account}, KNOWN)
    return time.process_time() - begin


@pytest.mark.parametrize("shape", SHAPES)
def test_time_is_linear_in_the_number_of_sources(shape: str) -> None:
    few, many = _told(shape, FEW), _told(shape, MANY)
    assert many < 2 * (MANY / FEW) * few + NOISE, (few, many)


def test_a_name_with_another_number_is_another_name() -> None:
    assert not alike("Kessan24 Northern Front", "Kessan25 Northern Front")
    assert alike("Kessan Northern Front", "Kesssan Northern Front")


def test_names_of_one_kin_are_found_wherever_they_stand() -> None:
    spelt = [f"Highland{x} {y} Front" for x in ("", "s") for y in ("Defence", "Defense", "Defencee", "Offence")]
    every = [(f"{n}", s) for n, s in enumerate([*spelt, *(f"{name(n)} Front" for n in range(300))])]
    found, wanted = Union([i for i, _ in every]), Union([i for i, _ in every])
    unite_alike(found, every, lambda a, b: True)
    for n, (a, one) in enumerate(every):
        for b, two in every[n + 1 :]:
            if sound_alike(one, two):
                wanted.unite(a, b, f"spelt-alike: {one}, {two}")
    assert found.sets() == wanted.sets()
    assert len(found.sets()) < len(every)


def test_of_very_many_names_a_letter_apart_each_is_compared_with_the_next_few() -> None:
    every = [(f"{n:04}", f"Northern Front{chr(0x4E00 + n)}") for n in range(1_500)]
    compared = []
    unite_alike(Union([i for i, _ in every]), every, lambda a, b: bool(compared.append(a)))
    assert len(every) < len(compared) < 100 * len(every)


def test_a_short_form_is_united_with_the_only_name_it_fits_and_with_none_of_two() -> None:
    one = {"a": ("Highland Defence Front", ("Highland Defence Front",)), "b": ("Highland Front", ("Highland Front",))}
    union = Union(one)
    unite_shortened(union, one)
    assert union.root("a") == union.root("b")
    two = {**one, "c": ("Highland People's Front", ("Highland People's Front",))}
    union = Union(two)
    unite_shortened(union, two)
    assert len(union.sets()) == 3


def test_reasons_of_all_unions_are_kept_whichever_set_grows() -> None:
    union = Union("abcdef")
    union.unite("e", "f", "3")
    union.unite("c", "d", "1")
    union.unite("d", "f", "2")
    union.unite("a", "b", "4")
    union.unite("b", "c", "5")
    assert union.sets() == [(list("abcdef"), "1; 2; 3; 4; 5")]
