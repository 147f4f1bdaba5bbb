"""Every record, in the order in which they come about on the data's way.

Frozen and slotted; tuples and ids, never lists and objects that can change. Doubt is data: counts are ranges,
times are intervals with a precision, places carry theirs. Field names are those of the dossier (``docs/contract.md``);
fields beyond it say so. ``because`` names the rule and what it saw: ``"rule-name: what it saw"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NewType

from firsthand.spans import Span

DocumentId = NewType("DocumentId", str)
SourceId = NewType("SourceId", str)
ActorId = NewType("ActorId", str)
PlaceId = NewType("PlaceId", str)
AttributionId = NewType("AttributionId", str)
StatementId = NewType("StatementId", str)
EventId = NewType("EventId", str)
ClaimId = NewType("ClaimId", str)
StoryId = NewType("StoryId", str)
NodeId = NewType("NodeId", str)
EdgeId = NewType("EdgeId", str)


# ---- bytes -> Capture -------------------------------------------------------------------------------------------------


class CaptureKind(StrEnum):
    """What a capture was read from."""

    PAGE = "page"  # HTML
    DUMP = "dump"  # the text of a page with its junk still in it
    RECORD = "record"  # fields from JSON Lines, Parquet or a feed; its text may still hold junk


class Box(NamedTuple):  # like the next one made hundreds of times a page: a tuple takes a third of a dataclass's time
    """An element of a page that holds blocks: ``parent`` is the index of the box around it (-1 for none), ``names`` its class, id, role."""

    parent: int
    tag: str
    names: str


class PageBlock(NamedTuple):
    """A paragraph, heading, list item or line of a page's rendered text; ``link_characters`` of it stand inside links."""

    start: int
    end: int
    box: int
    tag: str
    link_characters: int


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page as parsed: its whole rendered text, where its blocks stand in the tree, and facts as ``(name, value)``."""

    text: str
    boxes: tuple[Box, ...]
    blocks: tuple[PageBlock, ...]
    facts: tuple[tuple[str, str], ...]
    places: tuple[Span | None, ...] = ()  # the byte range of each block in the raw capture, where it was found again
    joined: tuple[bool, ...] = ()  # of each block in a list of comments: whether only tags stand before the next one


@dataclass(frozen=True, slots=True)
class Capture:
    """One page, dump or record as it was found. Exactly one of ``text``, ``html`` and ``page`` is set; values are as stated, unchecked."""

    id: DocumentId
    uri: str
    sha256: str  # of the raw bytes (of the record's line, for records)
    kind: CaptureKind
    text: str | None = None
    html: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    captured: str | None = None
    language: str | None = None
    page: Page | None = None  # what was read of the HTML, which is then let go
    raw: bytes | None = None  # of a page, until its blocks are placed in them


class Outcome(StrEnum):
    """What became of something that gave no capture."""

    NOT_AN_ARTICLE = "not_an_article"  # sound, but no text of a report: an image, a program, an empty file, status 404
    REFUSED = "refused"  # beyond a limit, or of a form that is not safe to read
    FAILED = "failed"  # damaged, cut off, not there, or its parser gave up


@dataclass(frozen=True, slots=True)
class Skipped:
    """What gave no capture: where, at which stage, and why in one clear line.

    ``count`` things of one container share a row when they are no articles for one reason; ``offsets`` are the bytes
    where each of them begins in the file, where there is such a place.
    """

    uri: str
    stage: str
    reason: str
    outcome: Outcome = Outcome.FAILED
    offsets: tuple[int, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of everything that was met: ``met`` is always the sum of the others."""

    met: int
    read: int
    not_an_article: int
    refused: int
    failed: int


# ---- Capture -> Article -----------------------------------------------------------------------------------------------


class ZoneKind(StrEnum):
    """What a stretch of a page is. Every character that is not white space lies in exactly one zone."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    QUOTE_BOX = "quote_box"
    COMMENT = "comment"
    RELATED = "related"
    WIDGET = "widget"
    DEBRIS = "debris"


@dataclass(frozen=True, slots=True)
class Quote:
    """A W3C text quote: the words themselves and up to 32 characters on both sides, so that they can be found elsewhere."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Zone:
    """One block (paragraph, line, comment ...) of a page. Neighbours of one kind stay apart: a zone is never two paragraphs."""

    kind: ZoneKind
    start: int
    end: int
    because: str = ""
    quote: Quote | None = None  # of what a page says, where the dossier's text is a rendering
    bytes: Span | None = None  # in the raw page, where the paragraph was found again

    @property
    def span(self) -> Span:
        """Return the characters of the zone."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence inside one zone; ``paragraph`` is the index of that zone in the article's zones."""

    start: int
    end: int
    zone: ZoneKind
    paragraph: int

    @property
    def span(self) -> Span:
        """Return the characters of the sentence."""
        return Span(self.start, self.end)


class Precision(StrEnum):
    """How exactly a time is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class DateBasis(StrEnum):
    """Where a date was read."""

    RECORD = "record"
    PAGE = "page"
    URL = "url"
    DATELINE = "dateline"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Published:
    """When a report appeared: an interval of ISO 8601 times, both ``None`` when nothing bounds it."""

    earliest: str | None
    latest: str | None
    precision: Precision
    basis: DateBasis
    span: Span | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The headline; ``span`` is ``None`` when it stands only in the record or the page's metadata."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Article:
    """A capture whose text is divided into zones. ``text`` is the capture's for dumps and records, the rendered text for pages."""

    id: DocumentId
    uri: str
    sha256: str
    outlet: str | None  # the outlet's name as stated or found; resolved to a source id later
    outlet_because: str
    url: str | None
    title: Title
    language: str
    published: Published
    text: str
    zones: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]  # of headline, body, caption and quote_box zones, in order
    form: str = (
        "article"  # or live_blog (many entries, each with its time), part (of an article that goes on elsewhere)
    )
    form_because: str = ""
    modified: str | None = None  # as the page states it
    author: str | None = None  # as the page's metadata state it


# ---- Article -> Attributions, Statements (together: the Account that one article gives) -----------------------------


class SourceKind(StrEnum):
    """What a source is."""

    OUTLET = "outlet"
    AGENCY = "agency"
    MONITOR = "monitor"
    OFFICIAL = "official"
    ARMED_GROUP = "armed_group"
    ORGANISATION = "organisation"
    PERSON = "person"
    ANONYMOUS = "anonymous"
    VISUAL = "visual"
    DOCUMENT = "document"


# Rules of a source that later stages ask for (``Source.rule``): in what words it was named.
PAIR = "pair"  # "Osk Tarrin and Ina Brock", "the army and the ministry"
SPOKESMAN = "spokesman"  # with a name of his own, or of nobody named here
SPOKESMAN_OF = "spokesman-of"  # of a body, which speaks through him
SPOKESMAN_OF_A_PERSON = "spokesman-of-a-person"  # who himself does not speak
CAPITALISED = "capitalised"  # a name of its own, of what is not certain


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever is credited with saying something, or the outlet of a document. ``lost``: named here, itself not in the collection."""

    id: SourceId
    name: str
    kind: SourceKind
    names: tuple[str, ...]
    document_ids: tuple[DocumentId, ...] = ()
    lost: bool = True
    because: str = ""

    @property
    def rule(self) -> str:
        """Return the name of the rule that found it: what ``because`` begins with."""
        return self.because.partition(":")[0]

    @property
    def is_pair(self) -> bool:
        """Tell whether it is two who say it together."""
        return self.rule == PAIR


class Manner(StrEnum):
    """Whether the content stands in quotation marks, outside them, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what. ``parent`` is the attribution inside whose content this one stands."""

    id: AttributionId
    document: DocumentId
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    parent: AttributionId | None
    source_id: SourceId
    manner: Manner
    hedges: tuple[Span, ...] = ()
    because: str = ""


class Status(StrEnum):
    """How real a thing is said to be."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    PLANNED = "planned"
    PAST = "past"
    DENIED = "denied"
    NEGATED = "negated"
    FAILED = "failed"


class Answers(StrEnum):
    """What kind of question a statement answers."""

    WHAT = "what"
    HOW_MANY = "how_many"
    WHEN = "when"  # at what hour


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said in one document. ``chain``: attributions, outermost first; empty when the outlet speaks in its own voice."""

    id: StatementId
    document: DocumentId
    content: tuple[Span, ...]
    chain: tuple[AttributionId, ...]
    status: Status
    claim: ClaimId | None = None
    zone: ZoneKind = ZoneKind.BODY
    because: str = ""
    answers: Answers = Answers.WHAT


@dataclass(frozen=True, slots=True)
class Time:
    """A mention of a time; ``value`` is TIMEX3, the interval ISO 8601, both ends ``None`` when nothing anchors it."""

    document: DocumentId
    start: int
    end: int
    value: str
    earliest: str | None
    latest: str | None
    precision: Precision
    because: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a document; ``place`` is ``None`` when no gazetteer entry was chosen."""

    document: DocumentId
    start: int
    end: int
    place: PlaceId | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer entry that was considered and not chosen, with the reason."""

    name: str
    lat: float
    lon: float
    country: str
    because: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer that some document names."""

    id: PlaceId
    name: str
    lat: float
    lon: float
    country: str  # ISO 3166-1 alpha-3
    admin1: str | None
    precision: str  # point, town, district, region, country
    candidates: tuple[Candidate, ...] = ()
    names: tuple[str, ...] = ()
    because: str = ""


class Role(StrEnum):
    """What is counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    KILLED_OR_WOUNDED = "killed_or_wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"
    DEPLOYED = "deployed"
    DESTROYED = "destroyed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count said in words or digits. ``high`` is ``None`` when the range is open; ``words`` are the capture's own."""

    document: DocumentId
    start: int
    end: int
    low: int
    high: int | None
    unit: str
    role: Role
    of: ActorId | None
    words: str
    because: str = ""
    profiles: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)  # projection name -> low, high


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or body that acts or suffers in the news; the labels used for it are kept apart, in ``Label``."""

    id: ActorId
    name: str
    kind: str  # armed_group, state, state_body, organisation, person, people
    names: tuple[str, ...]
    wikidata: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What an actor is called at one place; ``loaded`` when the word judges ("terrorists")."""

    document: DocumentId
    start: int
    end: int
    actor: ActorId
    loaded: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """All that one article says, before it is compared with any other.

    Ids of sources and actors are local to the article unless the lexicon knows them; ``naming`` gives one thing one id.
    """

    document: DocumentId
    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Statement, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    gazetteer: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    actors: tuple[Actor, ...] = ()
    labels: tuple[Label, ...] = ()
    sources: tuple[Source, ...] = ()
    credits: tuple[
        Attribution, ...
    ] = ()  # an agency or outlet credited in head or tail for the whole article ("(AFP)")


# ---- Statements -> Events ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Toll:
    """What one or more statements say an event cost; accounts that disagree stay apart as several tolls."""

    role: Role
    of: ActorId | None
    low: int
    high: int | None
    statements: tuple[StatementId, ...]


@dataclass(frozen=True, slots=True)
class EventSpan:
    """Where one field of an event was read: ``field`` is trigger, actor, recipient, place, time or toll; ``because`` the rule."""

    field: str
    document: DocumentId
    start: int
    end: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened (or is said to have, or not to have): a PLOVER type and mode with its slots."""

    id: EventId
    type: str
    mode: str | None
    status: Status
    actors: tuple[ActorId, ...]
    recipients: tuple[ActorId, ...]
    place: PlaceId | None
    earliest: str | None
    latest: str | None
    instrument: str | None
    toll: tuple[Toll, ...]
    statements: tuple[StatementId, ...]
    background: bool = False
    because: str = ""
    spans: tuple[EventSpan, ...] = ()


# ---- Articles + Events -> Stories with Claims -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origins:
    """How many independent origins: the 90 % interval and the whole distribution, keys ascending."""

    low: int
    high: int
    probability: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a claim or one of its values. ``because`` is one plain sentence."""

    documents: int
    outlets: int
    origins: Origins
    origin_sources: tuple[SourceId, ...]
    because: str
    would_change: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One answer to a claim's question; ranges that meet are one value. ``low`` and ``high`` are ``None`` when it is not a number.

    ``status`` is ``denied`` or ``negated`` where those who give it say that it is not so.
    """

    low: int | None
    high: int | None
    words: tuple[str, ...]
    statements: tuple[StatementId, ...]
    support: Support | None = None
    status: Status = Status.ASSERTED


@dataclass(frozen=True, slots=True)
class Near:
    """Another claim of the story that may ask the same question, and how likely what it says belongs to this one."""

    claim: ClaimId
    probability: float
    because: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A question that several reports answer (its ``slot``), with the answers given.

    ``support`` is ``None`` when nothing outside headlines, captions and comments speaks to it. ``near``: likeliest first.
    """

    id: ClaimId
    story: StoryId
    text: str
    slot: str
    statements: tuple[StatementId, ...]
    values: tuple[Value, ...]
    support: Support | None = None
    because: str = ""
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The articles on one happening, with its claims and the ids of its events."""

    id: StoryId
    title: str
    documents: tuple[DocumentId, ...]
    claims: tuple[Claim, ...] = ()
    events: tuple[EventId, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears in one story, each thing with one id: the accounts with settled ids, and the tables those ids point into."""

    accounts: Mapping[DocumentId, Account]
    outlets: Mapping[DocumentId, SourceId]  # the source that each document's outlet is
    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]
    gazetteer: tuple[Place, ...]


# ---- Story -> Stemma --------------------------------------------------------------------------------------------------


class NodeKind(StrEnum):
    """A document of the collection, a source that one cites, or a lost report that the evidence asks for."""

    DOCUMENT = "document"
    CITED = "cited"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Node:
    """A witness of the stemma."""

    id: NodeId
    kind: NodeKind
    document: DocumentId | None
    source: SourceId | None
    story: StoryId


class Relation(StrEnum):
    """How a child hangs on its parent."""

    VERBATIM = "verbatim"
    REWRITE = "rewrite"
    COMPRESSION = "compression"
    MERGE = "merge"
    CITATION = "citation"
    COMMON_SOURCE = "common_source"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for an edge: a named kind, the passages on both sides (``None`` where a side has none), a plain note."""

    kind: str
    child_span: Span | None
    parent_span: Span | None
    note: str


@dataclass(frozen=True, slots=True)
class Edge:
    """That ``child`` took (part of) its account from ``parent``."""

    id: EdgeId
    child: NodeId
    parent: NodeId
    relation: Relation
    probability: float
    because: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """That two documents share an ancestor or one descends from the other, whichever way."""

    a: DocumentId
    b: DocumentId
    probability: float
    because: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Two stretches of two documents that tell the same, aligned: ``similarity`` 1.0 is verbatim."""

    a: DocumentId
    a_span: Span
    b: DocumentId
    b_span: Span
    similarity: float


@dataclass(frozen=True, slots=True)
class Stemma:
    """Who descends from whom. ``passages`` are the aligned passages that edges and kin rest on."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    kin: tuple[Kin, ...] = ()
    passages: tuple[Passage, ...] = ()


# ---- Stemma -> Support, Differences, Headline check ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document has at a place where documents differ."""

    document: DocumentId
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where accounts differ: hedge, number, label, verb, place, attribution, cause, name ..."""

    story: StoryId
    kind: str
    claim: ClaimId | None
    edge: EdgeId | None
    readings: tuple[Reading, ...]
    because: str = ""


class HeadlineSupport(StrEnum):
    """How a headline stands to its own body."""

    SUPPORTED = "supported"
    STRONGER = "stronger"
    UNSUPPORTED = "unsupported"
    LOST_ATTRIBUTION = "lost_attribution"


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline audit of one document: the words in question and the words of the body they are held against."""

    document: DocumentId
    support: HeadlineSupport
    because: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Claims with their support, the places where accounts differ, and the headline audit."""

    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...]
    headlines: tuple[Headline, ...]


# ---- Dossier ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the dossier shows it."""

    id: DocumentId
    uri: str
    sha256: str
    outlet: SourceId | None
    title: Title
    language: str
    published: Published
    text: str
    zones: tuple[Zone, ...]
    url: str | None = None
    form: str = "article"  # or live_blog, part
    modified: str | None = None  # as the page states it
    author: str | None = None  # as the page's metadata state it


class Standing(StrEnum):
    """What became of a decision in a run."""

    APPLIED = "applied"
    NEEDLESS = "needless"  # the rules now find it themselves
    CHANGED = "changed"  # applied, but the rules give another reason than when it was decided
    UNMATCHED = "unmatched"  # some target is not there (any more)
    SUPERSEDED = "superseded"  # a later decision says otherwise of the same targets


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one decision that people made, in one plain sentence; see ``firsthand.decision``."""

    decision: str
    standing: Standing
    note: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that was found, every table sorted by a stable key."""

    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    sources: tuple[Source, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Statement, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    gazetteer: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    actors: tuple[Actor, ...] = ()
    labels: tuple[Label, ...] = ()
    events: tuple[Event, ...] = ()
    stories: tuple[Story, ...] = ()
    stemma: Stemma = Stemma()
    differences: tuple[Difference, ...] = ()
    headlines: tuple[Headline, ...] = ()
    decisions: tuple[Decided, ...] = ()

    @property
    def ledger(self) -> Ledger:
        """Return what became of everything that was met: documents, and what is skipped by its outcome."""
        count = {o: sum(s.count for s in self.skipped if s.outcome is o) for o in Outcome}
        left = (count[Outcome.NOT_AN_ARTICLE], count[Outcome.REFUSED], count[Outcome.FAILED])
        return Ledger(len(self.documents) + sum(left), len(self.documents), *left)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims of all stories, in order of their ids."""
        return tuple(sorted((c for s in self.stories for c in s.claims), key=lambda c: c.id))
