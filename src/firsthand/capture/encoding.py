"""Bytes -> text, whatever they claim to be."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# declared := charset/encoding = name   in the first 4 kB (HTML standard looks at 1,024 bytes; saved pages put comments first)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([a-z0-9_:.\-]{2,40})""", re.I)
# What browsers read under these labels (WHATWG Encoding Standard, 4.2).
_ALIASES = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "windows-874": "cp874", "iso-8859-11": "cp874", "unicode": "utf-16",
}  # fmt: skip
_CONTROLS = bytes(c for c in range(1, 32) if c not in (7, 8, 9, 10, 12, 13, 27)) + b"\x7f"
_HIGH = bytes(range(128, 256))
_SAMPLE_BYTES = 65_536  # enough to tell text from data; more changes no answer on our files
_MOST_CONTROLS = 0.03  # of the bytes that are not NUL; images and programs are far above
_MOST_NULS = 0.4  # of all bytes: broken exports pad with them, between words or fields


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` is no text in any encoding; stray NULs alone do not make it that."""
    head = data[:_SAMPLE_BYTES]
    if any(head.startswith(mark) for mark, _ in _BOMS) or _wide(head):
        return False
    plain = head.replace(b"\x00", b"")
    controls = len(plain) - len(plain.translate(None, _CONTROLS))
    if controls <= 4:  # single ones of a broken dump
        return controls > 0.3 * len(head) or (len(plain) < (1 - _MOST_NULS) * len(head) and len(head) - len(plain) > 4)
    return controls > _MOST_CONTROLS * len(plain) or len(plain) < (1 - _MOST_NULS) * len(head)


def decode(data: bytes, declared: str | None = None) -> str:
    """Return ``data`` as text: by its mark, as UTF-8 if it is, by what is declared in it, else as Windows-1252.

    UTF-8 is tried before the declared name because few texts in another encoding are valid UTF-8 while many
    pages lie. Bytes that fit nowhere become U+FFFD; a lone surrogate too. Never raises.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return clean_surrogates(data[len(mark) :].decode(name, "replace"))
    wide = _wide(data[:_SAMPLE_BYTES])
    if wide:
        return clean_surrogates(data.decode(wide, "replace"))
    named = declared or _declared(data)
    if named and named.lower().startswith(("iso-2022", "hz")) and b"\x1b" in data:
        return _as(named, data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = data.decode("utf-8", "replace")
        sample = data[:_SAMPLE_BYTES]
        high = len(sample) - len(sample.translate(None, _HIGH))
        few = broken.count("\ufffd") * 50 < high  # a cut or spliced UTF-8 file
        if few or (error.start > len(data) - 4 and error.reason == "unexpected end of data"):
            return broken
    return _as(named or "cp1252", data)


def clean_surrogates(text: str) -> str:
    """Return ``text`` with lone surrogates (which no encoding can write) as U+FFFD; same length."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 4096)
    return found[1].decode("ascii") if found else None


def _as(name: str, data: bytes) -> str:
    label = name.strip().lower()
    label = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(label)
        if not info._is_text_encoding or "utf-7" in info.name or info.name.startswith(("utf-16", "utf-32", "utf-8")):
            info = codecs.lookup("cp1252")  # said UTF-8 or UTF-16 and is not; UTF-7 is a way to hide markup
        return clean_surrogates(info.decode(data, "replace")[0])
    except (LookupError, UnicodeError, ValueError):
        return data.decode("cp1252", "replace")


def _wide(head: bytes) -> str | None:
    """Return the UTF-16 that unmarked bytes are in: Latin text has every second byte zero."""
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None
