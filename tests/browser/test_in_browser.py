"""The page in a real browser: it asks for nothing, fits a small screen, reads without JavaScript, and axe is content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from firsthand.export.html import to_html
from firsthand.records import Dossier
from tests.export import fixture


def _traced() -> Dossier:
    from firsthand import pipeline

    return pipeline.trace([str(fixture.DEMO / "pages")])


MADE: dict[str, Callable[[], Dossier]] = {
    "one story": fixture.demo_dossier,
    "two stories": fixture.two_stories,
    "hostile": fixture.hostile_dossier,
    "nothing": Dossier,
    "the example, traced": _traced,
}
ALL = pytest.mark.parametrize("name", MADE)
SMALL, LARGE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder = tmp_path_factory.mktemp("pages")

    def of(name: str) -> str:
        file = folder / f"{name}.html"
        if not file.exists():
            file.write_text(to_html(MADE[name]()), "utf8")
        return file.as_uri()

    return of


@ALL
def test_it_opens_without_a_message_and_asks_for_nothing(
    browser: Any, address: Callable[[str], str], name: str
) -> None:
    page = browser.new_page()
    messages, requests = [], []
    page.on("console", lambda m: messages.append(m.text))
    page.on("pageerror", lambda e: messages.append(str(e)))
    page.on("request", lambda r: requests.append(r.url))
    page.goto(address(name))
    page.wait_for_timeout(100)
    assert messages == []
    assert [r for r in requests if r != address(name) and not r.startswith("data:")] == []
    page.close()


@ALL
def test_every_link_ends_on_the_page_and_no_id_stands_twice(
    browser: Any, address: Callable[[str], str], name: str
) -> None:
    page = browser.new_page()
    page.goto(address(name))
    found = page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
            const links = [...document.querySelectorAll('a')].map(a => a.getAttribute('href'));
            return {twice: ids.filter((x, n) => ids.indexOf(x) !== n), links: links.length,
                    dead: links.filter(h => !h || !h.startsWith('#') || !document.getElementById(h.slice(1)))}
        }"""
    )
    assert found["twice"] == []
    assert found["dead"] == []
    assert found["links"] > 0
    page.close()


@ALL
def test_nothing_scrolls_sideways_on_a_small_screen(browser: Any, address: Callable[[str], str], name: str) -> None:
    page = browser.new_page(viewport=SMALL)
    page.goto(address(name))
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll') && !e.closest('.skip')
            && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    page.close()


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [
        ("one story", SMALL, "dark"), ("one story", LARGE, "light"), ("two stories", LARGE, "dark"),
        ("hostile", SMALL, "light"), ("nothing", LARGE, "light"), ("the example, traced", LARGE, "light"),
    ],
)  # fmt: skip
def test_axe_finds_no_violation(
    browser: Any, axe: str, address: Callable[[str], str], name: str, size: Any, scheme: str
) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(address(name))
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    broken = [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"]) for v in found["violations"]]
    assert broken == []
    assert len(found["passes"]) > 5
    page.close()


def test_it_reads_without_javascript(browser: Any, address: Callable[[str], str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address("one story"))
    words = page.locator("main").inner_text()
    for part in (
        "2 independent origins",
        "Kestrian News Agency",
        "driven on by border troops",
        "By four in the morning",
    ):
        assert part in words
    assert page.locator("svg.tree").is_visible()
    assert page.locator("table.matrix").is_visible()
    context.close()


def test_captured_markup_stays_text(browser: Any, address: Callable[[str], str]) -> None:
    page = browser.new_page()
    page.goto(address("hostile"))
    assert page.locator("script, img, iframe, object, form, input").count() == 0
    assert page.title() != "owned"
    words = page.locator("body").text_content()
    assert "<script>document.title='owned'</script>" in words
    assert not set(words) & set("\u202e\u2066\x1b\x00\ufeff\u00ad")
    assert "[U+202E]" in words
    page.close()


def test_a_link_from_a_number_leads_to_its_highlighted_words(browser: Any, address: Callable[[str], str]) -> None:
    page = browser.new_page(viewport=LARGE)
    page.goto(address("one story"))
    page.locator("table.matrix a", has_text="The Kestrian army has lost four men").first.click()
    place = page.evaluate(
        """() => {const e = document.getElementById(location.hash.slice(1)); return {
            top: e.getBoundingClientRect().top, words: e.nextElementSibling.textContent,
            zone: e.closest('.zone').textContent}}"""
    )
    assert 0 <= place["top"] <= LARGE["height"]
    assert place["words"].startswith("The Kestrian")
    assert "lost four men in an attack" in place["zone"]
    page.close()


def test_it_can_be_printed(browser: Any, address: Callable[[str], str]) -> None:
    page = browser.new_page()
    page.goto(address("one story"))
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.set_viewport_size({"width": 720, "height": 1000})  # A4 without its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.close()
