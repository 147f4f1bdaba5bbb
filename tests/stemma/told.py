"""Small invented stories for the tests of the stemma stage."""

from __future__ import annotations

from firsthand.records import (
    Account,
    Article,
    Attribution,
    AttributionId,
    Cast,
    DateBasis,
    DocumentId,
    Manner,
    Precision,
    Published,
    Source,
    SourceId,
    SourceKind,
    Story,
    StoryId,
    Title,
)
from firsthand.spans import Span

ORIGIN = (
    "Gunmen seize ferry at Port Lissard\n\n"
    "Eleven gunmen seized the ferry Saint Odile at Port Lissard on Monday evening, harbour master Jorun Vekk told the"
    " Coast Courier.\n\n"
    "Two deckhands were wounded and 38 passengers were locked in the car deck, Vekk said. The attackers came aboard"
    " disguised as fishmongers with crates of dried cod.\n\n"
    "A tugboat towing gravel towards Hallmouth saw the ferry turn north at about 19:20. Vekk said the coastguard had lost"
    " radar contact near the Grindle lighthouse."
)
REWRITE = (
    "38 held as ferry is hijacked\n\n"
    "Thirty-eight passengers are locked in the car deck of the ferry Saint Odile, which eleven gunmen hijacked at Port"
    " Lissard on Monday evening, the Coast Courier reports.\n\n"
    "Disguised as fishmongers and carrying crates of dried cod, the men came aboard and wounded two deckhands, harbour"
    " master Jorun Vekk told the paper.\n\n"
    "A tugboat with gravel for Hallmouth watched the ship turn north around 19:20. Near the Grindle lighthouse the"
    " coastguard lost radar contact."
)
APART = (
    "Ferry company speaks of a mutiny\n\n"
    "The company that runs the Saint Odile denied on Tuesday that any armed men were on the ship. Its director, Amalie"
    " Strand, blamed nine stokers who have not been paid since spring.\n\n"
    "Strand said the engineers sent a telegram from the open sea asking for the wages to be deposited at a bank in Orre."
    " Nobody is hurt, she insisted, and the kitchen serves soup twice a day.\n\n"
    "The stokers' union answered that it knows nothing of a strike and that three of its members are on leave."
)


def article(name: str, text: str, outlet: str, published: str | None) -> Article:
    """Return a report whose zones nobody has judged."""
    stamp = Published(published, published, Precision.SECOND if published else Precision.UNKNOWN, DateBasis.RECORD)
    title = Title(text.partition("\n")[0], None)
    return Article(DocumentId(name), name, "", outlet, "", None, title, "en", stamp, text, (), ())


def cast(articles: list[Article], cites: dict[str, str] | None = None) -> Cast:
    """Return a cast of outlets, and of one absent agency for each document of ``cites``."""
    outlets = {a.id: SourceId(f"name:{a.outlet}") for a in articles}
    sources = [
        Source(outlets[a.id], a.outlet or "", SourceKind.OUTLET, (a.outlet or "",), (a.id,), False) for a in articles
    ]
    accounts = {a.id: Account(a.id) for a in articles}
    for document, name in sorted((cites or {}).items()):
        said = Attribution(
            AttributionId(f"{document}:1"), DocumentId(document), (Span(0, 5),), (), (), None, SourceId(f"name:{name}"), Manner.INDIRECT
        )  # fmt: skip
        accounts[DocumentId(document)] = Account(DocumentId(document), attributions=(said,))
        sources.append(Source(SourceId(f"name:{name}"), name, SourceKind.AGENCY, (name,)))
    return Cast(accounts, outlets, tuple(sources), (), ())


def story(articles: list[Article]) -> Story:
    """Return the story of ``articles``."""
    return Story(StoryId("story-1"), "", tuple(a.id for a in articles))
