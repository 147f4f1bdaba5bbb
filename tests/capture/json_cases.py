"""Texts that are JSON by RFC 8259 and texts that are not, made from its grammar: each rule fulfilled, and each broken in turn."""

from __future__ import annotations

from collections.abc import Iterator

# number := [ "-" ] int [ frac ] [ exp ]
_NUMBERS = ["0", "-0", "1", "-1", "123", "0.5", "-0.0", "1.25", "0e1", "0e+1", "1e2", "1E2", "1e-2", "1E+2", "123.456e78", "-1.5E-3",
            "1e00", "123e-05", "20e1", "0.1e0"]  # fmt: skip
_NO_NUMBERS = [
    "-", "+", "+1", "++1", "--1", "01", "-01", "012", "00", "1.", "-1.", ".5", "-.5", "1.e1", "1e", "1E", "1e+",
    "1e-", "1ee2", "1eE2", "1.5e", "1e1.5", "0x1", "0x", "0xFF", "0b1", "1_000", "1 000", "1+2", "- 1", "1a", "-1x",
    "1.2.3", "1..2", "NaN", "-NaN", "Infinity", "-Infinity", "Inf", "-Inf", "\uff11", "\u0661", "1\u0660", "1,2.",
    "0.e1", ".e1", "e1", "-e1", "1e\u0661", "\u22121", "1f", "1L", "1/2",
]  # fmt: skip
# string := '"' *( unescaped | "\" ( one of "\/bfnrt, or u 4HEX ) ) '"'
_STRINGS = [
    '""', '"a"', '"\\""', '"\\\\"', '"\\/"', '"/"', '"\\b\\f\\n\\r\\t"', '"\\u0041"', '"\\u00e9"', '"\\ud83d\\ude00"',
    '"\\uD834\\udd1e"', '"\\u0000"', '"\\uFFFF"', '"\u00e9"', '"\u20ac"', '"\U0001f600"', '"\x7f"', '"\u2028"',
    '"\u2060"', '"\\u0060\\u012a\\u12AB"', '" "', '"\\"\\\\\\/"', '"// comment"', '"#"', '"\u0800\ud7ff"',
    '"\\u2064"', '"asd "', '"\ufdd0"',
]  # fmt: skip
_NO_STRINGS = [
    '"', '"a', 'a"', "'a'", '"\\"', '"\\', '"\\\\\\"', '"\\u', '"\\u"', '"\\u1"', '"\\u12"', '"\\u123"', '"\\uqqqq"',
    '"\\u00g0"', '"\\U0041"', '"\\ud800\\u"', '"\\ud800\\u1"', '"\\ud800\\u1x"', '"\\ud800\\"', '"\\\u00e9"', '"a" b',
    '""a', 'a', "\\n", '"a\nb"', "\u201ca\u201d", "`a`", *(f'"\\{c}"' for c in "aAcdegjkvxyz0123'&#-* ("),
    *(f'"{chr(c)}"' for c in range(32)),
]  # fmt: skip
_WORDS = ["true", "false", "null"]
_NO_WORDS = ["True", "FALSE", "Null", "nul", "nulll", "tru", "fals", "truth", "undefined", "None", "nan", "t", "f", "n"]
_STRUCTURES = [
    "[]", "{}", "[[]]", "[{}]", '{"a":{}}', "[1,2]", '["a",1,null,true,{}]', '{"a":1}', '{"a":1,"b":2}',
    '{"a":1,"a":2}', '{"":0}', '{"a":[]}', " [] ", "\t[\n1\r,\n2 ]\n", '{ "a" : 1 }', "[null, 1, \"1\", {}]",
    "[[[[[]]]]]", '{"a":{"b":{"c":[1]}}}', '{"\\u0061":1}', "[" * 100 + "]" * 100, '{"a\\u0000b":1}', "[0,0,0]",
]  # fmt: skip
_NO_STRUCTURES = [
    "", "[", "]", "{", "}", "[[", "]]", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]", "[]]",
    "[][]", "[1]x", "[}", "{]", "{1}", "{1:2}", "{a:1}", "{'a':1}", '{"a"}', '{"a":}', '{"a" 1}', '{"a",1}',
    '{"a"::1}', '{"a":1,}', '{,"a":1}', '{"a":1,,"b":2}', '{"a":1 "b":2}', '{"a":1', '{"a":', '{"a"', '{"', '{:1}',
    '{"a":1}}', '{"a":1}{"b":2}', '{"a":1}#', '{"a":1}/**/', "[/**/]", "[1]//x", "[1,\n", "[\u00a0]", "[\x0c]",
    "[\x0b1]", "[\u2060]", "[\x00]", "\ufeff", "<a>", "[<null>]", "[*]", "[$a]", "[(1)]", "1 1", "1]", "[1,\"a\"",
    '["a"', '["a",', '["a', "{{}}", "[{]", '{"a":[}', "[\"a\"\"b\"]", '{null:1}', '{true:false}', '{"a":1;}', "abc",
    "*", "[" * 100_000, '{"a":' * 100_000, "[1]\x00", '{"a":"b"}\x00x', "=1", "&1", "!", "\\u005b\\u005d", "%5B%5D",
]  # fmt: skip


def accepted() -> Iterator[str]:
    """Yield texts that are JSON."""
    yield from _STRUCTURES
    for value in (*_NUMBERS, *_STRINGS, *_WORDS):
        yield value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        yield f"[{value}]".encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def refused() -> Iterator[str]:
    """Yield texts that are no JSON."""
    yield from _NO_STRUCTURES
    for value in (*_NO_NUMBERS, *_NO_STRINGS, *_NO_WORDS):
        yield f"[{value}]"
        yield f'{{"a": {value}}}'


def refused_bytes() -> Iterator[bytes]:
    """Yield bytes that are no JSON in any encoding."""
    yield from (b"[\xff]", b"\xff", b"[1\xe5]", b"[1e1\xe5]", b"[\xc0\xaf]", b"\xef\xbb{}", b"\xef\xbb\xbf", b"\xe9")
    yield from (b'["\\\xe5"]', b'["\\u\xe5"]', b'{"\xb9":"0",}', b"[a\xe5]", b"\xff\xfe[\x00", b"[\xe2\x81\xa0]")
