"""Story + Stemma -> Claims: the questions that several reports answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from firsthand import copies, standing
from firsthand.claim.cluster import JOIN, NEAR, group
from firsthand.claim.likeness import Likeness
from firsthand.claim.mentions import read
from firsthand.claim.wording import slot_of, text_of, values_of
from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Claim, ClaimId, Near, StatementId, Stemma, Story, Value


def match(story: Story, articles: Sequence[Article], cast: Cast, tree: Stemma, known: Lexicon) -> tuple[Claim, ...]:
    """Return the claims of a story: statements of its articles that answer one question, matched by slot.

    A statement that no other answers is a claim of its own. Headlines, captions and comments support none.
    ``support`` is unset; ``support.back`` sets it. Measured error: docs/method/claims.md.
    """
    texts = copies.nearly(articles, doubted=True)  # a back-dated copy in another order words no claim
    again = standing.repeats(articles, cast.accounts, texts)
    ordered = sorted(articles, key=lambda a: (texts.key[a.id], a.id))  # an order that a new name or date leaves alone
    mentions = read(ordered, cast, known, frozenset(again))
    likeness = Likeness(mentions, tree.passages)
    out: list[Claim] = []
    for n, question in enumerate(group(mentions, likeness)):
        own = [mentions[i] for i in question.members]
        out.append(
            Claim(
                ClaimId(str(n)),
                story.id,
                text_of(own),
                slot_of(own),
                tuple(m.statement.id for m in own),
                values_of(own),
                because=f"same-question: {len(own)} statements share kind of answer, terms or aligned passages",
                near=tuple(
                    Near(
                        ClaimId(str(k)),
                        p,
                        f"alike: mean likeness {p / NEAR:.2f} of the likelier pairs, one question from {JOIN}",
                    )
                    for k, p in question.near
                ),
            )
        )
    return spread(out, again)


def spread(claims: Sequence[Claim], again: Mapping[StatementId, StatementId]) -> tuple[Claim, ...]:
    """Return ``claims`` with the statements of copies beside those that they repeat, numbered anew."""
    more: dict[StatementId, list[StatementId]] = {}
    for copy, first in again.items():
        more.setdefault(first, []).append(copy)

    def with_copies(ids: Sequence[StatementId]) -> tuple[StatementId, ...]:
        return tuple(sorted({*ids, *(c for i in ids if i in more for c in more[i])}))

    def values(claim: Claim) -> tuple[Value, ...]:
        return tuple(replace(v, statements=with_copies(v.statements)) for v in claim.values)

    return tuple(_numbered([replace(c, statements=with_copies(c.statements), values=values(c)) for c in claims]))


def _numbered(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that most reports speak to first, each with its id, by which others now call it."""

    def size(c: Claim) -> tuple[int, int, StatementId]:
        documents = {str(i).rsplit(":", 1)[0] for i in c.statements}
        return (-len(documents), -len(c.values), min(c.statements))

    ordered = sorted(claims, key=size)
    called = {c.id: ClaimId(f"{c.story}:c{n:04d}") for n, c in enumerate(ordered)}
    return [replace(c, id=called[c.id], near=tuple(replace(x, claim=called[x.claim]) for x in c.near)) for c in ordered]
