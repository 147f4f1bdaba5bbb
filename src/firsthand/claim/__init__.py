"""Story + Stemma -> Claims: the questions that several reports answer."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.claim.cluster import group
from firsthand.claim.likeness import Likeness
from firsthand.claim.mentions import read
from firsthand.claim.wording import slot_of, text_of, values_of
from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Claim, ClaimId, Stemma, Story


def match(story: Story, articles: Sequence[Article], cast: Cast, tree: Stemma, known: Lexicon) -> tuple[Claim, ...]:
    """Return the claims of a story: statements of its articles that answer one question, matched by slot.

    A statement that no other answers is a claim of its own. Headlines, captions and comments support none.
    ``support`` is unset; ``support.judge`` sets it. Measured error: docs/method/claims.md.
    """
    mentions = read(sorted(articles, key=lambda a: a.id), cast, known)
    likeness = Likeness(mentions, tree.passages)
    out: list[Claim] = []
    for n, numbers in enumerate(group(mentions, likeness)):
        own = [mentions[i] for i in numbers]
        out.append(
            Claim(
                ClaimId(f"{story.id}:c{n:04d}"),
                story.id,
                text_of(own),
                slot_of(own),
                tuple(m.statement.id for m in own),
                values_of(own),
                because=f"same-question: {len(own)} statements share kind of answer, terms or aligned passages",
            )
        )
    return tuple(out)
