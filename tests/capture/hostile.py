# ruff: noqa: E501
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
    yield from storms()
    yield from facts()
    yield from charsets()


def storms() -> Iterator[tuple[str, bytes]]:
    """Yield pages of one thing many times over, or of one thing that never ends."""
    for tag in ("br", "li", "td", "p", "h1", "title", "option", "img src=x", "input", "base href=x", "frame", "time", "meta", "link",
                "button", "label"):  # fmt: skip
        yield f"100,000 <{tag}>", f"<{tag}>x".encode() * 100_000
    for name in (
        "title",
        "textarea",
        "xmp",
        "noframes",
        "template",
        "select",
        "style",
        "iframe srcdoc='<p>x'",
        "math",
        "canvas",
    ):
        yield f"<{name}> never closed", b"<p>text before it.</p><" + name.encode() + b">" + b"<p>swallowed " * 20_000
    for name, piece in (
        ("combining marks", "e" + "\u0301" * 500),
        ("no-break spaces", "\u00a0" * 500),
        ("joiners", "\u200d\u2060" * 250),
        ("right to left", "\u202e\u05d0\u0627" * 170),
        ("noncharacters", "\uffff\ufdd0\U0010ffff" * 170),
        ("private use", "\ue000\U000f0000" * 250),
        ("line separators", "\u2028\u2029\u0085\x0b\x0c" * 100),
        ("one word", "w" * 500),
    ):
        yield f"5 MB of {name}", ("<p>" + piece * 5_000).encode()[:5_000_000]
    yield "carriage returns only", b"<p>one line\r<p>another line\r" * 50_000
    for reference in (
        b"&#x110000;",
        b"&#xD800;",
        b"&#0;",
        b"&amp" * 9,
        b"&#" + b"9" * 5_000 + b";",
        b"&" + b"a" * 5_000 + b";",
    ):
        yield f"{reference[:12]!r} of {len(reference)} bytes", b"<p>" + reference * 400
    yield "the same attribute 100 times", b"<p " + b"class=a " * 100 + b">text here</p>" * 500
    yield "attributes over lines", b"<p\n\n a\n=\n'\n" + b"x\n" * 100_000 + b"'>text</p>"
    yield "links in links", b"<a href=x>" * 5_000 + b"text of it"
    yield "tables in tables", b"<table><tr><td>" * 240 + b"text of it"
    yield "a class of 50,000 words each", b"<div class='" + b"ab-cd_ef:gh " * 50_000 + b"'>x</div>" * 20


def facts() -> Iterator[tuple[str, bytes]]:
    """Yield pages whose metadata is built to hang or to fool whoever reads it."""
    linked = {
        "a number of 10,000 digits": b'{"@type":"NewsArticle","headline":' + b"9" * 10_000 + b"}",
        "dates that are objects": b'{"@type":"NewsArticle","datePublished":{"a":[1]},"author":{"name":{"name":"x"}}}',
        "100,000 publishers": b'{"@type":"NewsArticle","publisher":[' + b'{"name":"A"},' * 100_000 + b'{"name":"B"}]}',
        "nested graphs": b'{"@graph":' * 500 + b"[]" + b"}" * 500,
        "types that are lists of lists": b'[{"@type":[["NewsArticle"],null,{}],"headline":"x"}]',
        "NaN and Infinity": b'{"@type":"NewsArticle","datePublished":NaN,"headline":Infinity}',
        "half characters": b'{"@type":"NewsArticle","headline":"\\ud83d words","articleBody":"\\udc00"}',
        "controls inside strings": b'{"@type":"NewsArticle","headline":"a\x00\x01\n\tb"}',
        "a body of 3 MB": b'{"@type":"NewsArticle","articleBody":"' + b"word " * 600_000 + b'"}',
        "one million commas": b"[" + b"," * 1_000_000 + b"]",
    }
    for name, data in linked.items():
        yield (
            f"json-ld: {name}",
            b'<script type="application/ld+json">' + data + b"</script><p>The text of the page.</p>",
        )
    yield (
        "60 json-ld scripts of 200 kB",
        (b'<script type="application/ld+json">"' + b"x" * 200_000 + b'"</script>') * 60,
    )
    for value in ("9999-99-99", "0000-00-00", "2017-02-31T25:61:61", "-1", "\u0662\u0660\u0661\u0667-01-01", "1" * 5_000, "T" * 5_000,
                  "2017-01-01T00:00:00+99:99", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):  # fmt: skip
        head = f"<meta property='article:published_time' content='{value}'><time datetime='{value}'>{value}</time>"
        yield f"date {value[:30]!r}", (head + "<p>The text of the page, said on Monday.</p>").encode()
    yield "a title of 8 MB", b"<title>" + b"word " * 1_600_000 + b"</title><p>The text of the page.</p>"
    yield (
        "a canonical address of 2 MB",
        b"<link rel=canonical href='http://" + b"a." * 1_000_000 + b"'><p>The text.</p>",
    )
    yield "a language of 1 MB", b"<html lang='" + b"x-" * 500_000 + b"'><p>The text of the page.</p>"


def charsets() -> Iterator[tuple[str, bytes]]:
    """Yield pages that lie about their encoding, or name a codec that is none for text."""
    text = "<p>The bridge at Orva was closed, \u00e9t\u00e9 \u2014 the army said.</p>"
    for name in ("zlib_codec", "rot13", "unicode_escape", "punycode", "idna", "undefined", "utf-7", "hex", "base64", "mbcs", "cp037",
                 "raw_unicode_escape", "../../etc/passwd", "x" * 300):  # fmt: skip
        yield f"charset={name[:24]}", f"<meta charset='{name}'>".encode() + text.encode("cp1252") + b"\xe9\x81"
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "cp037", "shift_jis", "utf-7"):
        yield f"bytes of {name}", text.encode(name, "replace") * 40
    yield "two byte order marks", b"\xff\xfe\xef\xbb\xbf" + text.encode("utf-16-le")
    yield "UTF-16 cut inside a character", b"\xff\xfe" + text.encode("utf-16-le")[:-1] + b"\xd8"
    yield "a byte order mark and nothing", b"\xef\xbb\xbf<p>"


def records() -> Iterator[tuple[str, bytes]]:
    """Yield named hostile files of records, mails and packages; all are answered or skipped."""
    good = b'{"id":"good","text":"The bridge at Orva was closed on Monday, the army said."}\n'
    lines = {
        "not json": b"{'id': 1}", "a list": b"[1,2]", "a string": b'"x"', "null": b"null", "a number": b"1e999", "empty object": b"{}",
        "text is a list": b'{"text":["a"]}', "text is a number": b'{"text":7}', "id is an object": b'{"id":{"a":1},"text":"x y z."}',
        "id is a path": b'{"id":"../../etc/passwd","text":"x y z."}', "id of 1 MB": b'{"id":"' + b"i" * 1_000_000 + b'","text":"x y z."}',
        "the id of another": good.strip(), "nested 100,000 deep": b"[" * 100_000, "cut": b'{"text":"half', "NUL bytes": b'{"te\x00xt":"x"}\x00',
        "half characters": b'{"text":"\\ud83d said \\udc00."}', "html bomb": b'{"html":"' + b"<div>" * 100_000 + b'x"}',
        "a date of 1 MB": b'{"text":"x y z.","published":"' + b"2" * 1_000_000 + b'"}', "int of 9,000 digits": b'{"id":' + b"9" * 9_000 + b',"text":"x."}',
        "the same key twice": b'{"text":"one.","text":"two."}', "escape sequences": b'{"id":"\\u001b[2J","text":"x y z.","outlet":"\\u202e"}',
    }  # fmt: skip
    for name, line in lines.items():
        yield f"{name}.jsonl", good + line + b"\n" + good.replace(b"good", b"last")
    yield "records of 3 MB in one line.json", b"[" + good.strip() + b"," + good.strip() * 40_000
    mail = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    yield "parts in parts.mhtml", mail + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3_000
    yield (
        "no end.mhtml",
        mail + b"--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b"PHA+" * 200_000,
    )
    yield (
        "strange encoding.mhtml",
        mail
        + b"--x\nContent-Type: text/html; charset=zlib\nContent-Transfer-Encoding: x-uuencode\n\n<p>x y z</p>\n--x--",
    )
    yield "not a zip.wacz", b"PK\x03\x04" + b"\x00" * 500
    yield "not a table.parquet", b"PAR1" + b"\x15\x04" * 500 + b"PAR1"
    yield "broken.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 500


def texts() -> Iterator[tuple[str, str]]:
    """Yield named hostile dumps: none may take more than linear time."""
    for word in ("a", "0", "(", "[", "{", '{"a":', "$ ", "Comments\n", "\u202e", "said ", "May 1, ", "A A-", "string(1) \"[",
                 "\x00", "\u3042", "x says:\n", "- ", "_ ", "RELATED: ", "1:", "| ", "\u200b", "by ", "A, ", "(A) ", "JAN 1 ", "\n\n", "\r", "\u2028",
                 "$1 | ", "http://a ", "\\", "\"", "A. ", "\u0301", "[TEXT] ", "published 1 ", "<?php ", "{{", "1.1.11 ", "©", "Support A\n"):  # fmt: skip
        yield f"{word!r} repeated", word * (160_000 // len(word))
    yield "8,000 short lines", "Menu item\n" * 8_000
    yield "open brackets, then text", '[{"a":' + "[" * 100_000 + "\n\nThe article begins here and goes on."


def _brotli_bomb() -> bytes:
    """Return a brotli stream of one letter 40 million times; of nothing where the package is not installed."""
    try:
        import brotli
    except ImportError:
        return b""
    packed: bytes = brotli.compress(b"<p>" + b"0" * 40_000_000, quality=5)
    return packed


def _zstd_bomb() -> bytes:
    """Return a zstd frame of one letter 40 million times; of nothing where the package is not installed."""
    try:
        import zstandard
    except ImportError:
        return b""
    return zstandard.ZstdCompressor(level=3).compress(b"<p>" + b"0" * 40_000_000)


def archives() -> Iterator[tuple[str, bytes]]:
    """Yield named hostile WARC and gzip files."""
    page = b"<html><body><p>An honest page with a sentence or two of text in it.</p></body></html>"
    good = warc_record(page)
    yield "gzip bomb.txt.gz", gzip.compress(b"\x20" * 40_000_000, 9)
    yield "gzip in gzip.txt.gz", gzip.compress(gzip.compress(b"0" * 10_000_000))
    yield "bomb member.warc.gz", gzip.compress(good) + gzip.compress(b"0" * 20_000_000, 9) + gzip.compress(good)
    yield "bomb body.warc.gz", gzip.compress(warc_record(gzip.compress(b"<p>" + b"0" * 20_000_000, 9), b"gzip"))
    twice = gzip.compress(gzip.compress(b"<p>" + b"0" * 20_000_000, 9), 9)
    yield "bomb body packed twice.warc", warc_record(twice, b"gzip, gzip")
    yield "bomb body packed twice, said once.warc", warc_record(twice, b"gzip")
    yield "many codings.warc", warc_record(gzip.compress(page), b"gzip, " * 200 + b"gzip")
    yield "damaged zstd body.warc", warc_record(b"\x28\xb5\x2f\xfd" + b"\x00" * 40, b"zstd") + good
    yield "zstd bomb.warc", warc_record(_zstd_bomb(), b"zstd") + good
    yield "brotli that is none.warc", warc_record(b"\xff" * 4_000, b"br") + good
    yield "brotli bomb.warc", warc_record(_brotli_bomb(), b"br") + good
    yield (
        "chunks that lie.warc",
        warc_record(b"ffffffff\r\n<p>x</p>\r\n-1\r\n" * 2_000, b"identity\r\nTransfer-Encoding: chunked") + good,
    )
    claim = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 60000000\r\n\r\nx\r\n\r\n"
    yield "records that all claim 60 MB.warc", claim * 60_000
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
