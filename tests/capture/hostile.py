"""Makers of hostile captures: each returns bytes that some popular parser hangs on, chokes on or is fooled by."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield named hostile HTML pages; every one of them must be answered or refused within seconds."""
    yield "one tag of 30,000 attributes", b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">x"
    yield "3,000 tags of 250 attributes", (b"<p " + b" ".join(b"a%d=1" % n for n in range(250)) + b">x") * 3_000
    for count in (1_000, 4_000):
        yield f"{count} nested b and i", b"<b n><i n>" * count + b"x"
        yield f"{count} nested b in p", b"<b><p>" * count + b"x"
    for tag in (
        "div",
        "b",
        "table><tr><td",
        "ul><li",
        "dl><dd",
        "blockquote",
        "xyz",
        "a",
        "font",
        "form",
        "h1",
        "span",
    ):
        for depth in (200, 3_000, 100_000):
            yield f"<{tag}> {depth} deep", f"<{tag}>".encode() * depth + b"deep text here."
    yield "closing tags only", b"</div>" * 500_000
    yield "stray closing tags between", b"<div></span>" * 100_000
    yield "entity storm", b"<p>" + b"&amp;&lt;&#x202e;&#0;&#xffffffff;" * 200_000
    yield "less-than storm", b"<" * 2_000_000
    yield "colspan 2^53", b"<table><tr><td colspan=9007199254740992 rowspan=99999999999>x</td></tr></table>"
    yield "comments never closed", b"<!--" * 400_000 + b"x"
    yield "scripts never closed", b"<p>text here.</p>" + b"<script>" * 200_000
    yield "svg never closed", b"<svg>" * 100_000 + b"<p>text</p>"
    yield "json-ld bomb", b'<script type="application/ld+json">' + b"[" * 400_000 + b"</script><p>text here</p>"
    yield "8 MB in one tag", b"<p a='" + b"x" * 8_000_000 + b"'>text</p>"
    yield "quotes never closed", b'<a href="' * 100_000
    yield "NUL everywhere", b"<html>\x00<p>te\x00xt\x00 of the page</p>" * 1_000
    yield "style hidden storm", b"<p style='display" + b" " * 500_000 + b":none'>x</p>"
    yield (
        "doctype with entities",
        b"<!DOCTYPE html [<!ENTITY a 'b'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><p>&a;&c; text</p>",
    )
    yield "bidi and zero width", "<p>killed \u202e002\u202c peo\u200bple, \u2066said\u2069 he.</p>".encode()
    yield "class names 2 MB", b"<div class='" + b"related-" * 250_000 + b"'>text here</div>"
    yield "time storm", b"<time datetime='2017-01-01T" + b"0" * 1_000_000 + b"'>x</time>"
    yield "processing instructions", b"<?xml " * 200_000 + b"<p>x"
    yield "cdata", b"<![CDATA[" * 200_000
    yield "plaintext element", b"<plaintext>" + b"<p>x" * 100_000
    yield "base64 image", b"<p>text of the page here.</p><img src='data:image/png;base64," + b"A" * 6_000_000 + b"'>"
    yield "links only", b"<a href=x>home page link</a> " * 60_000
    yield "lone surrogates", b"<p>\xed\xa0\x80\xed\xb0\x80 text</p>"


def texts() -> Iterator[tuple[str, str]]:
    """Yield named hostile dumps: none may take more than linear time."""
    for word in ("a", "0", "(", "[", "{", '{"a":', "$ ", "Comments\n", "\u202e", "said ", "May 1, ", "A A-", "string(1) \"[",
                 "\x00", "\u3042", "x says:\n", "- ", "_ ", "RELATED: ", "1:", "| ", "\u200b", "by "):  # fmt: skip
        yield f"{word!r} repeated", word * (160_000 // len(word))
    yield "8,000 short lines", "Menu item\n" * 8_000
    yield "open brackets, then text", '[{"a":' + "[" * 100_000 + "\n\nThe article begins here and goes on."


def archives() -> Iterator[tuple[str, bytes]]:
    """Yield named hostile WARC and gzip files."""
    page = b"<html><body><p>An honest page with a sentence or two of text in it.</p></body></html>"
    good = warc_record(page)
    yield "gzip bomb.txt.gz", gzip.compress(b"\x20" * 40_000_000, 9)
    yield "gzip in gzip.txt.gz", gzip.compress(gzip.compress(b"0" * 10_000_000))
    yield "bomb member.warc.gz", gzip.compress(good) + gzip.compress(b"0" * 20_000_000, 9) + gzip.compress(good)
    yield "bomb body.warc.gz", gzip.compress(warc_record(gzip.compress(b"<p>" + b"0" * 20_000_000, 9), b"gzip"))
    yield "lying length.warc", good.replace(b"Content-Length: ", b"Content-Length: 9") + good
    yield "no length.warc", good.replace(b"Content-Length", b"Content-Lenght") + good
    yield "cut.warc.gz", gzip.compress(good)[:-20]
    yield "damaged.warc.gz", gzip.compress(good) + b"\x1f\x8b\x08garbage garbage" + gzip.compress(good)
    yield "negative.warc", good.replace(b"Content-Length: ", b"Content-Length: -")
    yield "header only.warc", b"WARC/1.0\r\nWARC-Type: response\r\n"
    yield "zlib.warc.gz", zlib.compress(good)


def warc_record(body: bytes, coding: bytes = b"", url: bytes = b"https://example.org/2031/03/04/report.html") -> bytes:
    """Return one WARC response record of an HTML page."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    head += b"Content-Encoding: " + coding + b"\r\n" if coding else b""
    block = head + b"\r\n" + body
    fields = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + url + b"\r\nWARC-Date: 2031-03-04T05:06:07Z\r\n"
    return fields + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def feeds() -> Iterator[tuple[str, bytes]]:
    """Yield named hostile feeds."""
    yield (
        "billion laughs",
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><item>&b;</item></rss>',
    )
    yield (
        "external entity",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&x;</description></item></channel></rss>',
    )
    yield "200,000 nested items", b"<rss><channel>" + b"<item>" * 200_000
    yield "not xml", b"<rss>" + b"\xff\xfe\x00<<<>>>" * 1000
