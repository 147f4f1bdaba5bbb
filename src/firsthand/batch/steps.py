"""Rows -> rows: what one partition of a step does. Plain functions over the pipeline's stages; nothing here knows of Spark.

Where rows belong together, they come sorted, those of one group after another.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import chdir
from dataclasses import fields, replace
from functools import cache
from itertools import groupby, islice, tee
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from firsthand import capture, lexicon, pipeline, stemma
from firsthand.capture.intake import Intake
from firsthand.collection.pack import account as packed_account
from firsthand.collection.pack import digest, nameless, pack, plain, unpack
from firsthand.records import Article, Capture, DocumentId, Dossier, Skipped, Stemma, Story
from firsthand.story import signature as signatures
from firsthand.story import versions
from firsthand.story.change import name
from firsthand.story.likeness import Scratch, Ties, facts, p_same, shifted, ties
from firsthand.story.linkage import P_TOGETHER, link
from firsthand.story.telling import told

Row: TypeAlias = dict[str, Any]

WEIGHED_AT_ONCE = 10_000  # pairs


@cache
def known(folders: tuple[str, ...]) -> lexicon.Lexicon:
    """Return the shipped tables with those of ``folders`` over them, once for each process."""
    return lexicon.load(*map(Path, folders))


# ---- pages ------------------------------------------------------------------------------------------------------------


def found(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield an item for everything met in the files: the capture with the id it asks for, or the skip."""
    with Intake() as intake:
        for row in rows:
            with chdir(os.fsdecode(row["folder"])):
                path = Path(os.fsdecode(row["path"]))
                for ordinal, (_, met) in enumerate(capture.in_file(path, intake)):
                    item = capture.parsed(met, intake)
                    one = item if isinstance(item, Capture) else None
                    yield {
                        "file": row["file"],
                        "ordinal": ordinal,
                        "base": one and one.id,
                        "sha256": one and one.sha256,
                        "uri": item.uri,
                        "capture": pack(one) if one else None,
                        "skipped": None if one else pack(item),
                    }


def renamed(rows: Iterable[Row], bases: Collection[str]) -> Iterator[Row]:
    """Yield the ids of captures that ask for one id, all but the first of each ``base``, as ``capture.read`` gives them.

    Rows come in order of base, hash, address, place; ``bases`` are the ids asked for that look like given ones.
    """
    for base, them in groupby(rows, key=itemgetter("base")):
        taken: set[str] = set()
        for n, row in enumerate(them):
            if not n:
                continue
            ident = stem = f"{base}~{row['sha256'][:8]}"
            count = 1
            while ident in taken or ident in bases:
                count += 1
                ident = f"{stem}~{count}"
            taken.add(ident)
            yield {"file": row["file"], "ordinal": row["ordinal"], "id": ident}


def articles(rows: Iterable[Row], folders: tuple[str, ...]) -> Iterator[Row]:
    """Yield the article of every capture under its settled ``id``, with its signature and what tells its text from others;
    of one that breaks the stage the row that says so."""
    for row in rows:
        a = pipeline.clean(replace(unpack(row["capture"], Capture), id=DocumentId(row["id"])), known(folders))
        if isinstance(a, Skipped):
            yield {"id": row["id"], "skipped": pack(a)}
            continue
        own, _ = versions.version(a)
        yield {
            "id": a.id,
            "article": pack(a),
            "text": own.key,
            "length": own.size,
            "outlet": own.outlet,
            "published": own.published,
            "disguised": own.disguised,
            "account": digest(plain(nameless(a))),
            "signature": signatures.pack(signatures.sign(a)),
        }


def accounts(rows: Iterable[Row], folders: tuple[str, ...]) -> Iterator[Row]:
    """Yield what each text says, once for all documents that share it, or the row that says what broke on it."""
    rows, same = tee(rows)
    texts = (nameless(unpack(row["article"], Article)) for row in same)
    for row, found_ in zip(rows, pipeline.heard(texts, known(folders)), strict=True):
        data = "skipped" if isinstance(found_, Skipped) else "data"
        yield {"account": row["account"], data: pack(found_)}


def broken(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the row of each article whose text breaks the stage."""
    for row in rows:
        uri = unpack(row["article"], Article).uri
        yield {"skipped": pack(replace(unpack(row["skipped"], Skipped), uri=uri))}


def runs(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield a row for every run of words by which a text is told to be nearly another."""
    for row in rows:
        found_, own = versions.version(unpack(row["article"], Article))
        size, text, weight = versions.holder(versions.text(found_, own))
        yield from ({"run": run, "size": size, "text": text, "weight": weight} for run in own)


def near(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the pairs of texts that are near each other."""
    for row in rows:
        one, other = (versions.held((row[f"size_{x}"], row[x], row[f"weight_{x}"])) for x in ("a", "b"))
        if versions.near(one, other, row["shared"]):
            yield {"a": row["a"], "b": row["b"]}


def standing(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield which document stands for the text of each, where several documents have one."""
    for _, them in groupby(rows, key=itemgetter("group")):
        found_ = list(them)
        texts = [
            versions.Version(DocumentId(x["id"]), x["text"], x["length"], x["disguised"], x["outlet"], x["published"])
            for x in found_
        ]
        read = {DocumentId(x["id"]): unpack(x["article"], Article) for x in found_}
        original = versions.standing(texts, read)
        yield from ({"id": v.document, "original": original} for v in texts)


# ---- stories ----------------------------------------------------------------------------------------------------------


def words(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the words by which each text is sought, with its place in their rows."""
    for row in rows:
        s = signatures.unpack(row["signature"])
        for word, weight in s.sought():
            yield {"word": word, "place": s.place, "number": row["number"], "weight": weight}


def tied(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield what each text ``a`` has in common with its neighbours; the first row of each ``a`` is that text itself."""
    scratch = Scratch()
    for a, them in groupby(rows, key=itemgetter("a")):
        one, *others = ((row["b"], signatures.unpack(row["signature"])) for row in them)
        found_ = ties(one[1], [s for _, s in others], scratch)
        for (b, _), *shared in zip(others, *(x.tolist() for x in found_), strict=True):
            yield {"a": a, "b": b, **dict(zip(Ties._fields, shared, strict=True))}


def surroundings(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield what is best and ordinary around each text ``a``, from its ties to its nearest neighbours."""
    for a, them in groupby(rows, key=itemgetter("a")):
        head, text = (np.array([x], np.int32) for x in zip(*((row["head"], row["text"]) for row in them), strict=True))
        yield {"number": a, "facts": facts(head, text)[0].tolist()}


def likely(rows: Iterable[Row], nats: float) -> Iterator[Row]:
    """Yield the probability ``p`` that two texts tell of one happening, ``q``, the same shifted by ``nats``, and how ``like`` they are."""
    coming = iter(rows)
    while some := list(islice(coming, WEIGHED_AT_ONCE)):
        pairs = Ties(*(np.array([row[x] for row in some]) for x in Ties._fields))
        around = (np.array([row[f"facts_{end}"] for row in some], np.int8) for end in ("a", "b"))
        for row, p, like in zip(some, *((x / 100).tolist() for x in p_same(pairs, *around)), strict=True):
            yield {"a": row["a"], "b": row["b"], "p": p, "q": shifted(p, nats), "like": like}


def stories(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the stories of each piece: its texts in order of their numbers, then the pairs inside it."""
    for _, them in groupby(rows, key=itemgetter("piece")):
        members: list[Row] = []
        pairs: list[Row] = []
        for row in them:
            (members if row["b"] is None else pairs).append(row)
        yield from _stories(members, pairs)


def _stories(members: list[Row], pairs: list[Row]) -> Iterator[Row]:
    at = {row["a"]: n for n, row in enumerate(members)}
    p_same_of = {(at[x["a"]], at[x["b"]]): x["q"] for x in pairs}
    cut = frozenset(n for n, row in enumerate(members) if row["cut"])
    them = [signatures.unpack(row["signature"]) for row in members]
    likely_to: dict[str, dict[str, float]] = {s.id: {} for s in them}
    for (n, m), p in p_same_of.items():
        likely_to[them[n].id][them[m].id] = likely_to[them[m].id][them[n].id] = p
    for group in link(len(members), p_same_of, cut, P_TOGETHER):
        own = [them[n] for n in group]
        title, because = told(own, {s.id: likely_to[s.id] for s in own})
        documents = tuple(s.id for s in own)
        one = Story(name(documents), title, documents, because=because)
        yield {"story": one.id, "told": pack(one), "numbers": [members[n]["a"] for n in group]}


# ---- dossiers ---------------------------------------------------------------------------------------------------------


def related(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the kin around each story, and every pair of it that reaches out of the story with its passages.

    The rows of a story are its own texts and those beside it, in order of their ids.
    """
    for ident, them in groupby(rows, key=itemgetter("story")):
        own: list[Article] = []
        beside: list[Article] = []
        for row in them:
            (beside if row["beside"] else own).append(unpack(row["article"], Article))
        kin = stemma.relate(own, beside)
        inside = {a.id for a in own}
        yield {"story": ident, "a": None, "b": None, "stemma": pack(Stemma(kin=kin.kin))}
        passages = defaultdict(list)
        for p in kin.passages:
            passages[p.a, p.b].append(p)
        for k in kin.kin:
            if k.a not in inside or k.b not in inside:
                pair = Stemma(kin=(k,), passages=tuple(passages[k.a, k.b]))
                yield {"story": ident, "a": k.a, "b": k.b, "stemma": pack(pair)}


def apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield one stemma for each pair across two stories, of what either of them found: rows in order of pair and story."""
    for _, them in groupby(rows, key=itemgetter("a", "b")):
        yield {"stemma": pack(Dossier(stemma=stemma.united(unpack(row["stemma"], Stemma) for row in them)))}


def dossiers(rows: Iterable[Row], folders: tuple[str, ...]) -> Iterator[Row]:
    """Yield the dossier of each story, a column for each of its tables.

    The first row of a story is the story with its kin, then its documents in order of their ids.
    """
    for ident, them in groupby(rows, key=itemgetter("story")):
        first, *documents = them
        own = {DocumentId(row["id"]): unpack(row["article"], Article) for row in documents}
        said = {DocumentId(row["id"]): packed_account(row["account"], DocumentId(row["id"])) for row in documents}
        one = replace(unpack(first["told"], Story), documents=tuple(own))
        found_ = pipeline.resolve(one, own, said, known(folders), unpack(first["stemma"], Stemma))
        yield {"story": ident, **columns(found_)}


def columns(dossier: Dossier) -> Mapping[str, bytes]:
    """Return a dossier as columns: for each of its tables a dossier that has only that one."""
    return {f.name: pack(Dossier(**{f.name: getattr(dossier, f.name)})) for f in fields(Dossier)}
