"""Pages are saved as archives that read back; nothing that is not on the public internet is ever connected to."""

from __future__ import annotations

import gzip
import io
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firsthand import capture, cli
from firsthand.capture import warc
from firsthand.fetch import errand, gate, robots
from firsthand.fetch.errand import Fate, Fetched, Outside, fetch
from firsthand.records import Capture, Skipped

PAGE = b"<html><body><article><p>The bridge at Orva was closed on Monday, the army said.</p></article></body></html>"
PUBLIC = "93.184.216.34"
Reply = Callable[[BaseHTTPRequestHandler], None]


class Net:
    """A server on this machine that stands for every public address; it keeps what was asked and which addresses were called."""

    def __init__(self) -> None:
        net = self
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.called: list[str] = []
        self.names: dict[str, list[list[str]]] = {}
        self.resolved: list[str] = []
        self.now = datetime(2031, 3, 4, 5, 6, 7, tzinfo=UTC)
        self.seconds = 0.0
        self.waits: list[float] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host = self.headers["Host"]
                net.asked.append((host, self.path, dict(self.headers)))
                reply = net.replies.get(f"{host}{self.path}") or net.replies.get(self.path) or say(404, b"")
                reply(self)

            def log_message(self, *given: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, ip: str, port: int, seconds: float) -> socket.socket:
        self.called.append(ip)
        return socket.create_connection(self.server.server_address[:2], seconds)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def outside(self, **other: Any) -> Outside:
        given = {
            "resolve": self.resolve,
            "connect": self.connect,
            "now": lambda: self.now,
            "clock": lambda: self.seconds,
            "wait": self.wait,
        }
        return Outside(**{**given, **other})


def say(status: int, body: bytes, **fields: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in fields.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def page(body: bytes = PAGE, **fields: str) -> Reply:
    return say(200, body, Content_Type="text/html; charset=utf-8", **fields)


def to(location: str, status: int = 302) -> Reply:
    return say(status, b"", Location=location)


@pytest.fixture
def net() -> Iterator[Net]:
    made = Net()
    yield made
    made.server.shutdown()
    made.server.server_close()


def one(net: Net, url: str, folder: Path, **other: Any) -> Fetched:
    (found,) = fetch([url], folder, version="0", outside=net.outside(**other))
    return found


def test_a_page_is_saved_and_reads_back(net: Net, tmp_path: Path) -> None:
    net.replies["good.example/a?b=1"] = page()
    found = one(net, "http://good.example/a?b=1#part", tmp_path)
    assert (found.fate, found.file) == (Fate.SAVED, "fetch-20310304T050607Z.warc.gz")
    read, *_ = capture.read([tmp_path / str(found.file)])
    assert isinstance(read, Capture) and read.page is not None and "closed on Monday" in read.page.text
    assert (read.url, read.captured) == ("http://good.example/a?b=1", "2031-03-04T05:06:07Z")
    assert read.uri.endswith(f"#byte={found.offset}")
    (host, path, fields) = net.asked[-1]
    assert (host, path, fields["Connection"]) == ("good.example", "/a?b=1", "close")
    assert fields["User-Agent"].startswith("firsthand/") and net.asked[0][1] == "/robots.txt"


def test_the_archive_is_sound_for_another_reader(net: Net, tmp_path: Path) -> None:
    warcio = pytest.importorskip("warcio.archiveiterator")
    net.replies["/a"] = page(gzip.compress(PAGE), Content_Encoding="gzip")
    net.replies["/b"] = to("/a")
    found = list(
        fetch(["http://good.example/a", "http://good.example/b"], tmp_path, version="0", outside=net.outside())
    )
    with (tmp_path / str(found[0].file)).open("rb") as stream:
        reader = warcio.ArchiveIterator(stream, check_digests="raise")
        kinds = [(r.rec_type, r.content_stream().read() == PAGE) for r in reader]
    assert kinds == [("warcinfo", False), ("response", True), ("request", False), ("response", False), ("request", False),
                     ("response", True), ("request", False)]  # fmt: skip


HIDDEN = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1",
          "255.255.255.255", "192.0.0.8", "192.88.99.1", "198.18.0.1", "203.0.113.9", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
          "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
          "2001:db8::1", "fe80::1%eth0", "2001:0:7f00:1::", "nonsense"]  # fmt: skip


@pytest.mark.parametrize("ip", HIDDEN)
def test_a_host_with_an_address_that_is_not_public_is_never_connected_to(ip: str, net: Net, tmp_path: Path) -> None:
    net.names["evil.example"] = [[PUBLIC, ip]]
    assert one(net, "http://evil.example/a", tmp_path).fate is Fate.REFUSED
    assert net.called == [] and not gate.is_global(ip)


@pytest.mark.parametrize("ip", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_let_through(ip: str) -> None:
    assert gate.is_global(ip)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_every_form(ip: Any) -> None:
    forms = (f"::ffff:{ip}", f"64:ff9b::{ip}", f"2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::")
    assert {gate.is_global(f) for f in forms} == {gate.is_global(str(ip))}


INSIDE = ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
          "http://2130706433/", "http://0x7f.1/", "http://localhost/", "//127.0.0.1/x", "http://0/"]  # fmt: skip


@pytest.mark.parametrize("location", INSIDE)
def test_no_redirect_leads_inside(location: str, net: Net, tmp_path: Path) -> None:
    net.replies["/a"] = to(location)
    real = gate.resolve

    def resolve(host: str, port: int) -> list[str]:
        return [PUBLIC] if host == "good.example" else list(real(host, port))

    assert one(net, "http://good.example/a", tmp_path, resolve=resolve).fate in (Fate.REFUSED, Fate.FAILED)
    assert set(net.called) == {PUBLIC}


NO_ADDRESSES = ["file:///etc/passwd", "ftp://good.example/", "gopher://x", "javascript:alert(1)", "data:text/html,x", "good.example/a",
                "http://", "http:///a", "http://user:word@good.example/", "http://good.example:25/", "http://good.example:0/", "",
                "http://good.example:99999/", "http://[::1", "http://a%00b/", "http://exa mple\u202e.org/", "http://a/" + "x" * 9000,
                "http://" + "\u00e9" * 300, "http://[fe80::1%25eth0]/"]  # fmt: skip


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_plain_web_address_is_refused_without_a_look_up(url: str, net: Net, tmp_path: Path) -> None:
    assert one(net, url, tmp_path).fate is Fate.REFUSED
    assert net.called == net.resolved == []


@given(st.text(max_size=60))
@example(".")
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://good.example/{text}"):
        try:
            found = gate.target(url)
        except gate.Refused:
            continue
        assert found.url.isascii() and found.path.startswith("/") and not set(found.url) & set(" \r\n\t")
        assert gate.target(found.url) == found


def test_a_name_that_changes_its_answer_is_pinned_to_the_first(net: Net, tmp_path: Path) -> None:
    net.replies["/a"] = page()
    net.names["turn.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]  # robots.txt, the page, then inside
    urls = ["http://turn.example/a", "http://turn.example/b"]
    fates = [f.fate for f in fetch(urls, tmp_path, version="0", outside=net.outside())]
    assert fates == [Fate.SAVED, Fate.REFUSED] and net.called == [PUBLIC, PUBLIC]
    assert len(net.resolved) == 3  # once for each connection, never between check and use


def test_redirects_are_followed_saved_and_end(net: Net, tmp_path: Path) -> None:
    net.replies["/a"], net.replies["/b"] = to("/b"), to("http://other.example/c", 301)
    net.replies["other.example/c"] = page()
    found = one(net, "http://good.example/a", tmp_path)
    assert found.fate is Fate.SAVED
    entries = list(warc.entries(io.BytesIO((tmp_path / str(found.file)).read_bytes())))
    assert [e.reason for e in entries if "status" in e.reason] == [
        "not an article: HTTP status 302",
        "not an article: HTTP status 301",
    ]
    net.replies["/x"], net.replies["/y"] = to("/y"), to("/x")
    assert "circle" in one(net, "http://good.example/x", tmp_path).reason
    for n in range(9):
        net.replies[f"/r{n}"] = to(f"/r{n + 1}")
    assert "more than 5 redirects" in one(net, "http://good.example/r0", tmp_path).reason


def test_endless_and_slow_answers_are_cut_off_in_time(net: Net, tmp_path: Path) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"<p>more and more " * 4096)

    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    def chunks(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    def head(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: " + b"y" * 4096 + b"\r\n")

    for name, reply in (("/e", endless), ("/s", slow), ("/c", chunks), ("/h", head)):
        net.replies[name] = quiet(reply)
        begin = time.monotonic()
        found = one(net, f"http://good.example{name}", tmp_path, page_seconds=1.0, max_page_bytes=2**20)
        assert not found.fate.is_kept and time.monotonic() - begin < 4, (name, found)
    assert list(tmp_path.glob("*.warc.gz")) == []


def quiet(reply: Reply) -> Reply:
    def run(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        with suppress(OSError):
            reply(handler)

    return run


def test_what_is_no_http_or_breaks_off_is_a_failure(net: Net, tmp_path: Path) -> None:
    for name, said in (("/n", b"SSH-2.0-x\r\n"), ("/z", b""), ("/b", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
                       ("/k", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")):  # fmt: skip
        net.replies[name] = quiet(lambda handler, said=said: handler.wfile.write(said) and None)  # type: ignore[misc]
        found = one(net, f"http://good.example{name}", tmp_path)
        assert found.fate is Fate.FAILED, (name, found)


def test_a_gzip_bomb_is_saved_as_it_came_and_refused_when_read(net: Net, tmp_path: Path) -> None:
    net.replies["/a"] = page(gzip.compress(b"<p>" + b"0" * 30_000_000, 9), Content_Encoding="gzip")
    found = one(net, "http://good.example/a", tmp_path)
    assert found.fate is Fate.SAVED and (tmp_path / str(found.file)).stat().st_size < 100_000
    rows = [x for x in capture.read([tmp_path / str(found.file)]) if isinstance(x, Skipped)]
    assert any("inflates beyond" in r.reason for r in rows)


def test_robots_are_obeyed_on_every_site_a_redirect_leads_to(net: Net, tmp_path: Path) -> None:
    net.replies["shut.example/robots.txt"] = say(200, b"User-agent: *\nDisallow: /private\n")
    net.replies["/a"], net.replies["/private"] = to("http://shut.example/private"), page()
    for url in ("http://good.example/a", "http://shut.example/private"):
        found = one(net, url, tmp_path)
        assert found.fate is Fate.REFUSED and "robots.txt" in found.reason
    assert ("shut.example", "/private") not in [a[:2] for a in net.asked]
    net.replies["broken.example/robots.txt"] = say(503, b"")
    net.replies["broken.example/p"] = page()
    assert one(net, "http://broken.example/p", tmp_path).fate is Fate.REFUSED


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nUser-agent: firsthand\nAllow: /", "/a", True),
        ("User-agent: Firsthand/2.0\nDisallow: /", "/a", False),
        ("User-agent: other\nUser-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /x*y*z", "/x1y2z3", False),
        ("User-agent: *\nDisallow: /x*y*z", "/x1z2y3", True),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe/a", False),
        ("user-agent:*\n\n# note\ndisallow: /q # why", "/q?r", False),
        ("Disallow: /", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
    ],
)
def test_robots_rules_are_read_as_the_standard_has_them(text: str, path: str, allowed: bool) -> None:
    assert robots.rules(text).allow(path) is allowed


def test_a_hostile_robots_pattern_takes_linear_time() -> None:
    rules = robots.rules("User-agent: *\nDisallow: /" + "*a" * 2_000 + "$")
    begin = time.process_time()
    assert rules.allow("/" + "a" * 1_900 + "b")
    assert time.process_time() - begin < 1


def test_one_host_is_asked_no_faster_than_it_wants(net: Net, tmp_path: Path) -> None:
    net.replies["slow.example/robots.txt"] = say(200, b"User-agent: *\nCrawl-delay: 7\n")
    for n in range(3):
        net.replies[f"/{n}"] = page()
    list(fetch([f"http://good.example/{n}" for n in range(2)], tmp_path, version="0", outside=net.outside()))
    assert net.waits == [1.0, 1.0]  # behind robots.txt, behind the first page
    net.waits.clear()
    list(fetch([f"http://slow.example/{n}" for n in range(2)], tmp_path, version="0", outside=net.outside()))
    assert net.waits == [7.0, 7.0]


def test_a_page_that_has_not_changed_is_not_sent_again(net: Net, tmp_path: Path) -> None:
    net.replies["/a"] = page(ETag='"v1"', Last_Modified="Mon, 03 Mar 2031 10:00:00 GMT")
    first = one(net, "http://good.example/a", tmp_path)
    assert one(net, "http://good.example/a", tmp_path).fate is Fate.FRESH
    net.now += timedelta(hours=2)
    net.replies["/a"] = say(304, b"")
    again = one(net, "http://good.example/a", tmp_path)
    assert (again.fate, again.file, again.offset) == (Fate.UNCHANGED, first.file, first.offset)
    sent = net.asked[-1][2]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"v1"', "Mon, 03 Mar 2031 10:00:00 GMT")
    net.now += timedelta(hours=2)
    net.replies["/a"] = page(PAGE.replace(b"Monday", b"Tuesday"), ETag='"v2"')
    assert one(net, "http://good.example/a", tmp_path).fate is Fate.SAVED
    read = [c for c in capture.read([tmp_path]) if isinstance(c, Capture) and c.page is not None]
    assert len({c.sha256 for c in read if c.url}) == 2


def test_a_run_that_broke_off_goes_on_where_it_was(net: Net, tmp_path: Path) -> None:
    urls = [f"http://good.example/{n}" for n in range(3)]
    for n in range(3):
        net.replies[f"/{n}"] = page()
    run = fetch(urls, tmp_path, version="0", outside=net.outside())
    assert next(run).fate is Fate.SAVED
    run.close()
    with (tmp_path / "fetched.jsonl").open("a") as file:
        file.write('{"url": "http://good.example/1", "da')  # what a lost machine leaves
    (tmp_path / "fetched.jsonl").write_text((tmp_path / "fetched.jsonl").read_text() + "\n")
    fates = [f.fate for f in fetch(urls, tmp_path, version="0", outside=net.outside())]
    assert fates == [Fate.FRESH, Fate.SAVED, Fate.SAVED]
    assert len({c.url for c in capture.read([tmp_path]) if isinstance(c, Capture) and c.page is not None}) == 3


def test_proxies_of_the_environment_are_ignored(net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    net.replies["/a"] = page()
    assert one(net, "http://good.example/a", tmp_path).fate is Fate.SAVED
    assert set(net.called) == {PUBLIC}


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")
def test_https_names_the_host_and_checks_its_certificate(net: Net, tmp_path: Path) -> None:
    key, crt = tmp_path / "key.pem", tmp_path / "crt.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=good.example", "-addext",
                    "subjectAltName=DNS:good.example", "-keyout", str(key), "-out", str(crt)], check=True, capture_output=True)  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(crt, key)
    named: list[str | None] = []
    server.sni_callback = lambda line, name, context: named.append(name)  # type: ignore[assignment]
    net.server.socket = server.wrap_socket(net.server.socket, server_side=True)
    net.replies["/a"] = page()
    trusting = ssl.create_default_context(cafile=str(crt))
    assert one(net, "https://good.example/a", tmp_path / "s", tls=trusting).fate is Fate.SAVED
    assert set(named) == {"good.example"} and net.asked[-1][0] == "good.example"
    assert "certificate" in one(net, "https://other.example/a", tmp_path / "s", tls=trusting).reason
    assert "certificate" in one(net, "https://good.example/b", tmp_path / "s").reason


def test_the_command_tells_all_a_part_and_nothing(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(errand, "Outside", net.outside)
    net.replies["/a"] = page()
    into = ["--into", str(tmp_path / "s")]
    assert cli.main(["fetch", "http://good.example/a", *into]) == 0
    assert "1 in = 1 saved" in capsys.readouterr().err
    assert cli.main(["fetch", "http://good.example/a", "http://good.example/none", "file:///etc/passwd", *into]) == 3
    assert "3 in = 1 fresh + 1 refused + 1 failed" in capsys.readouterr().err
    assert cli.main(["fetch", "http://127.0.0.1/", *into]) == 1
    (tmp_path / "file").write_text("x")
    assert cli.main(["fetch", "http://good.example/a", "--into", str(tmp_path / "file")]) == 2
    assert "give another --into FOLDER" in capsys.readouterr().err


def test_no_option_of_the_command_reaches_the_network_settings() -> None:
    options = cli._parser().parse_args(["fetch", "http://good.example/a", "--into", "x"])
    assert set(vars(options)) == {"command", "urls", "into"}
