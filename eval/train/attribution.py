"""Train the weights of the attribution tagger: ``python -m eval.train.attribution DOCS GOLD [--out FILE] [--held-out N]``.

DOCS and GOLD are the attribution training files (JSON Lines, gzip). Needs spaCy with a small English model (for word
classes, at training time only) and numba. The file written holds hashed numbers only: no word of any text.

Steps: spaCy's word classes on the training texts -> a linear tagger for them (two rounds) -> a linear-chain CRF over
source, cue, content (word classes from a tagger trained on the other half of the texts) -> a chooser that links them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
from pathlib import Path
from typing import Any

import numba
import numpy as np

from firsthand import lexicon
from firsthand.records import (
    Article,
    DateBasis,
    DocumentId,
    Precision,
    Published,
    Sentence,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.statement.attributions import features, tagger
from firsthand.statement.attributions.cues import cues
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.passage import paragraphs, passage
from firsthand.tokens import sentences

KNOWN = lexicon.load()
CUES = cues(KNOWN)
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
# Word classes: Penn Treebank tags, rare ones folded together (number 0 is "none").
TAGS = (
    "NN",
    "NNS",
    "NNP",
    "VB",
    "VBP",
    "VBZ",
    "VBD",
    "VBG",
    "VBN",
    "MD",
    "JJ",
    "RB",
    "DT",
    "PRP",
    "PRP$",
    "WP",
    "WRB",
    "IN",
    "TO",
    "CC",
    "CD",
    "EX",
    "RP",
    "POS",
    "MARK",
)
_SAME = {"NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "PDT": "DT", "WDT": "WP", "WP$": "WP"}
_NUMBER = {tag: i for i, tag in enumerate(TAGS, 1)}


def tag_number(tag: str) -> int:
    """Return the number of a Penn Treebank tag; 0 for none."""
    tag = _SAME.get(tag, tag)
    return _NUMBER.get(tag, _NUMBER["MARK"] if tag and not tag[0].isalpha() else _NUMBER["NN"] if tag else 0)


def read(path: str) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file, gzip or not."""
    with gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8") as f:
        return [json.loads(line) for line in f if line.strip()]


def article(row: dict[str, Any], upper: bool = False) -> Article:
    """Return a row as an article: paragraphs at blank lines, the first one the headline."""
    text = row["text"]
    if upper:
        text = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    blocks = [m.span() for m in re.finditer(r"\S(?:.*?\S)?(?=\s*(?:\n\s*\n|\Z))", text, re.S)]
    zones = tuple(Zone(ZoneKind.BODY if i else ZoneKind.HEADLINE, s, e) for i, (s, e) in enumerate(blocks))
    found = tuple(Sentence(*x, z.kind, n) for n, z in enumerate(zones) for x in sentences(text, z.start, z.end))
    when = Published(None, None, Precision.UNKNOWN, DateBasis.RECORD)
    return Article(DocumentId(row["id"]), "", "", None, "", None, Title("", None), "en", when, text, zones, found)


class Laid:
    """One article laid out for training: its rows, gold labels, and spaCy's word classes."""

    def __init__(
        self, row: dict[str, Any], gold: dict[str, Any], spacy_tags: dict[int, str], upper: bool = False
    ) -> None:
        self.article = article(row, upper)
        found = list(paragraphs(self.article))
        self.passages = [passage(p) for p in found]
        drafts = [rules(p, CUES) for p in self.passages]
        self.rows = features.Rows(self.passages, drafts, CUES)
        self.gold = gold
        size = self.rows.size
        self.tags = np.zeros(size, np.int64)
        self.labels = np.zeros(size, np.int64)
        by_start: dict[int, int] = {}
        for where, p, begin in zip(found, self.passages, self.rows.starts, strict=True):
            for i, (s, _) in enumerate(p.tokens):
                by_start[where.at + s] = begin + i
                self.tags[begin + i] = tag_number(spacy_tags.get(where.at + s, ""))
        starts = np.array(sorted(by_start))
        for base, part in ((5, "content"), (1, "source"), (3, "cue")):
            for a in gold["attributions"]:
                for s, e in a[part]:
                    lo, hi = np.searchsorted(starts, (s, e))
                    if lo > 0 and part != "source" and s > starts[lo - 1] and lo < len(starts) and starts[lo] > s + 1:
                        pass  # the span begins inside a word ("He's"): the word stays with what came before
                    at = [by_start[int(x)] for x in starts[lo:hi]]
                    for k, i in enumerate(at):
                        self.labels[i] = base + (k > 0)
        # an I- that lost its B- to a stronger label begins anew
        for i in range(1, size):
            if self.labels[i] in (2, 4, 6) and self.labels[i - 1] not in (self.labels[i], self.labels[i] - 1):
                self.labels[i] -= 1


@numba.njit(cache=False, fastmath=True)
def train_linear(X, y, use, bits, classes, epochs, rate, l2, seed):  # type: ignore[no-untyped-def]
    """Multinomial logistic regression by AdaGrad, one word at a time."""
    W = np.zeros((1 << bits, classes), np.float32)
    G = np.full((1 << bits, classes), 1e-6, np.float32)
    np.random.seed(seed)
    order = use.copy()
    z = np.zeros(classes, np.float32)
    for _ in range(epochs):
        np.random.shuffle(order)
        for i in order:
            z[:] = 0
            for f in range(X.shape[1]):
                for c in range(classes):
                    z[c] += W[X[i, f], c]
            m = z.max()
            s = np.float32(0)
            for c in range(classes):
                z[c] = np.exp(z[c] - m)
                s += z[c]
            for c in range(classes):
                g = z[c] / s - (1.0 if c == y[i] else 0.0)
                if abs(g) < 1e-3:
                    continue
                for f in range(X.shape[1]):
                    k = X[i, f]
                    gg = g + l2 * W[k, c]
                    G[k, c] += gg * gg
                    W[k, c] -= rate * gg / np.sqrt(G[k, c])
    return W


@numba.njit(cache=False, fastmath=True)
def train_crf(X, y, begin, length, bits, L, epochs, rate, l2, seed, cost):  # type: ignore[no-untyped-def]  # noqa: PLR0915 - one compiled loop
    """Linear-chain CRF by AdaGrad, one passage at a time; ``cost`` is added to the scores of wrong labels (softmax margin)."""
    W = np.zeros((1 << bits, L), np.float32)
    G = np.full((1 << bits, L), 1e-2, np.float32)
    T = np.zeros((L, L), np.float64)
    GT = np.full((L, L), 1e-2, np.float64)
    np.random.seed(seed)
    order = np.arange(len(begin))
    F = X.shape[1]
    mean = np.zeros((1 << bits, L), np.float32)
    mean_step = np.zeros((L, L), np.float64)
    snaps = 0
    every = len(order) // 4 + 1
    for ep in range(epochs):
        np.random.shuffle(order)
        for turn in range(len(order)):
            if ep >= 1 and turn % every == every - 1:  # the average of many snapshots generalises better than the last
                mean += W
                mean_step += T
                snaps += 1
            o = order[turn]
            b, n = begin[o], length[o]
            if n == 0:
                continue
            S = np.zeros((n, L), np.float64)
            for i in range(n):
                for f in range(F):
                    k = X[b + i, f]
                    for c in range(L):
                        S[i, c] += W[k, c]
                for c in range(L):
                    if c != y[b + i]:
                        S[i, c] += cost[y[b + i], c]
            # scaled forward-backward
            E = np.exp(T)
            A = np.zeros((n, L))
            B = np.ones((n, L))
            P = np.zeros((n, L))
            for i in range(n):
                m = S[i].max()
                for c in range(L):
                    P[i, c] = np.exp(S[i, c] - m)
            tot = 0.0
            for c in range(L):
                A[0, c] = P[0, c] if (c % 2 == 1 or c == 0) else 0.0
                tot += A[0, c]
            for c in range(L):
                A[0, c] /= tot
            for i in range(1, n):
                tot = 0.0
                for c in range(L):
                    v = 0.0
                    for a in range(L):
                        v += A[i - 1, a] * E[a, c]
                    A[i, c] = v * P[i, c]
                    tot += A[i, c]
                for c in range(L):
                    A[i, c] /= tot
            for i in range(n - 2, -1, -1):
                tot = 0.0
                for a in range(L):
                    v = 0.0
                    for c in range(L):
                        v += E[a, c] * P[i + 1, c] * B[i + 1, c]
                    B[i, a] = v
                    tot += v
                for a in range(L):
                    B[i, a] /= tot
            for i in range(n):
                tot = 0.0
                for c in range(L):
                    tot += A[i, c] * B[i, c]
                for c in range(L):
                    g = A[i, c] * B[i, c] / tot - (1.0 if c == y[b + i] else 0.0)
                    if abs(g) < 1e-3:
                        continue
                    for f in range(F):
                        k = X[b + i, f]
                        gg = g + l2 * W[k, c]
                        G[k, c] += gg * gg
                        W[k, c] -= rate * gg / np.sqrt(G[k, c])
            GR = np.zeros((L, L))
            for i in range(1, n):
                tot = 0.0
                for a in range(L):
                    for c in range(L):
                        tot += A[i - 1, a] * E[a, c] * P[i, c] * B[i, c]
                for a in range(L):
                    for c in range(L):
                        GR[a, c] += A[i - 1, a] * E[a, c] * P[i, c] * B[i, c] / tot
                GR[y[b + i - 1], y[b + i]] -= 1
            for a in range(L):
                for c in range(L):
                    GT[a, c] += GR[a, c] ** 2
                    T[a, c] -= rate * GR[a, c] / np.sqrt(GT[a, c])
                    T[a, c] = max(T[a, c], -12.0)
    return mean / snaps, mean_step / snaps


def stack(laid, what):  # type: ignore[no-untyped-def]
    """Return the rows of several articles under one another, with the place of each article."""
    return np.concatenate([what(x) for x in laid])


def train_tags(laid, seed=0):  # type: ignore[no-untyped-def]
    """Return the weights of the two rounds of the word-class tagger."""
    y = stack(laid, lambda x: x.tags)
    real = np.flatnonzero((stack(laid, lambda x: x.rows.real) > 0) & (y > 0))
    X = stack(laid, lambda x: features.tag_features(x.rows)).astype(np.int32)
    first = train_linear(X, y, real, features.TAG_BITS, len(TAGS) + 1, 2, 0.1, 1e-7, seed)
    guess = first[X].sum(1).argmax(1)
    guess[stack(laid, lambda x: x.rows.real) == 0] = 0
    at, second = 0, []
    for x in laid:
        second.append(features.tag_features(x.rows, guess[at : at + x.rows.size]))
        at += x.rows.size
    X2 = np.concatenate(second).astype(np.int32)
    return first, train_linear(X2, y, real, features.TAG_BITS, len(TAGS) + 1, 2, 0.1, 1e-7, seed + 1)


def word_classes(rows: list[dict[str, Any]], model: str) -> dict[str, dict[int, str]]:
    """Return spaCy's fine tag of each word of each text, by the place where the word begins."""
    import spacy
    from spacy.tokens import Doc

    from firsthand.tokens import tokens

    nlp = spacy.load(model, exclude=["parser", "ner", "lemmatizer", "attribute_ruler"])
    found: dict[str, dict[int, str]] = {}
    for row in rows:
        own = found.setdefault(row["id"], {})
        spans = [tokens(row["text"], s.start, s.end) for s in article(row).sentences]
        docs = (Doc(nlp.vocab, [row["text"][a:b] for a, b in t]) for t in spans if t)
        for doc, t in zip(nlp.pipe(docs), [t for t in spans if t], strict=True):
            own.update({s: w.tag_ for (s, _), w in zip(t, doc, strict=True)})
    return found


def places(laid: list[Laid]) -> tuple[Any, Any]:
    """Return where each passage begins in the stacked rows, and its length."""
    begin, length, at = [], [], 0
    for x in laid:
        begin += [at + s for s in x.rows.starts]
        length += x.rows.lengths
        at += x.rows.size
    return np.array(begin), np.array(length)


def crf(laid: list[Laid], X: Any, bits: int, epochs: int, rate: float, seed: int = 0) -> tuple[Any, Any]:
    """Return CRF weights and transitions for stacked feature rows ``X``."""
    y = stack(laid, lambda x: x.labels)
    count = len(LABELS)
    cost = np.array([[COST if a > 0 and b == 0 else 0.0 for b in range(count)] for a in range(count)])
    return train_crf(X, y, *places(laid), bits, count, epochs, rate, 1e-3, seed, cost)


COST = (
    0.1  # added to the score of "nothing" on labelled words while training: a little more found for a little less right
)
UPPER_EVERY = 12  # every so many-th training text enters a second time all in capitals, for telegraph style


def as_weights(tags: tuple[Any, Any]) -> tagger.Weights:
    """Return weights that hold only the word classes."""
    none = np.zeros((1, 1), np.float32)
    first, second = (tagger.Table(t, 1.0) for t in tags)
    return tagger.Weights(first, second, tagger.Table(none, 1.0), none, tagger.Table(none, 1.0), none)


def train(laid: list[Laid]) -> dict[str, Any]:
    """Return all tables of weights, as floats."""
    full = train_tags(laid)
    halves = [train_tags(laid[1::2], 3), train_tags(laid[0::2], 5)]
    tags = [tagger.classes(x.rows, as_weights(halves[i % 2])) for i, x in enumerate(laid)]
    X = [features.LabelFeatures(x.rows, t).first().astype(np.int32) for x, t in zip(laid, tags, strict=True)]
    guess: list[Any] = [None] * len(laid)
    for k in (0, 1):  # each half is read by the weights of the other: the second reading must see honest mistakes
        table, step = crf(laid[k::2], np.concatenate(X[k::2]), features.LABEL_BITS, 8, 0.015, k)
        for i in range(1 - k, len(laid), 2):
            marks = tagger.score(tagger.Table(table, 1.0), X[i])
            best = tagger.best(laid[i].rows, marks, step)
            guess[i] = (best, tagger.margin(marks, best))
    label, step = crf(laid, np.concatenate(X), features.LABEL_BITS, 10, 0.01)
    del X
    X2 = np.concatenate(
        [
            features.LabelFeatures(x.rows, t).again(*g).astype(np.int32)
            for x, t, g in zip(laid, tags, guess, strict=True)
        ]
    )
    again, again_step = crf(laid, X2, features.AGAIN_BITS, 10, 0.008)
    return {"first": full[0], "second": full[1], "label": label, "again": again, "step": step, "again_step": again_step}


# one unit of a shipped weight: coarse on purpose, so that the file compresses to under 2 MB; exact figures move by .003 at most
STEP = {"first": 0.06, "second": 0.06, "label": 0.02, "again": 0.02}


def save(tables: dict[str, Any], path: Path) -> None:
    """Write the tables as whole numbers of one byte with a scale (transitions: two-byte floats)."""
    out: dict[str, Any] = {}
    for name, table in tables.items():
        if name.endswith("step"):
            out[name], out[name + "_scale"] = table.astype(np.float16), np.float32(1)
        else:
            scale = np.float32(max(STEP.get(name, 0.0), np.abs(table).max() / 127))
            out[name], out[name + "_scale"] = np.clip(np.round(table / scale), -127, 127).astype(np.int8), scale
    np.savez_compressed(path, **out)


def main() -> None:
    """Train on the files named on the command line and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docs")
    parser.add_argument("gold")
    parser.add_argument("--out", type=Path, default=Path("src/firsthand/lexicon/attribution.npz"))
    parser.add_argument("--model", default="en_core_web_sm", help="the spaCy model for word classes")
    parser.add_argument("--tags", type=Path, help="a pickle of word classes, read if there, else written")
    options = parser.parse_args()
    rows = read(options.docs)
    gold = {g["id"]: g for g in read(options.gold)}
    if options.tags and options.tags.exists():
        tags = pickle.loads(options.tags.read_bytes())
    else:
        tags = word_classes(rows, options.model)
        if options.tags:
            options.tags.write_bytes(pickle.dumps(tags))
    laid = [Laid(r, gold[r["id"]], tags[r["id"]]) for r in rows]
    laid += [Laid(r, gold[r["id"]], tags[r["id"]], upper=True) for r in rows[::UPPER_EVERY]]
    save(train(laid), options.out)
    print(options.out, options.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
