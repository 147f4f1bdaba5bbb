"""Text and elements -> HTML that cannot be broken out of: a child that is not ``Html`` is text and is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from firsthand.export import visible

_VOID = frozenset({"meta", "link", "br", "hr", "wbr", "col"})


class Html(str):
    """Markup made by ``el``, ``text`` and ``join``; everything else is text."""

    __slots__ = ()


EMPTY = Html("")


def text(words: str) -> Html:
    """Return ``words`` escaped; hidden characters become chips with their name, so that no line can read backwards."""
    out = []
    for piece, is_hidden in visible.pieces(words.replace("\r\n", "\n")):
        if is_hidden:
            title = escape(visible.name(piece))
            out.append(f'<span class="chip" title="{title}">{escape(visible.chip(piece))}</span>')
        else:
            out.append(escape(piece, quote=False))
    return Html("".join(out))


def join(children: Iterable[object], between: str = "") -> Html:
    """Return the children as one piece of markup, text among them escaped."""
    parts = [c if isinstance(c, Html) else text(str(c)) for c in children if c is not None]
    return Html(text(between).join(parts))


def el(name: str, /, *children: object, **attributes: object) -> Html:
    """Return element ``name``; ``class_`` gives ``class``, ``aria_label`` ``aria-label``, ``None`` no attribute."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible.visible(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def captured(words: str, **attributes: object) -> Html:
    """Return text that someone else wrote, kept apart in its own direction."""
    return el("bdi", words, dir="auto", **attributes)


def table(caption: str, head: Iterable[object], rows: Iterable[Html], class_: str = "") -> Html:
    """Return a table in a container that scrolls by itself and can be reached by keyboard."""
    heads = join(el("th", h, scope="col") for h in head)
    inner = el("table", el("caption", caption), el("thead", el("tr", heads)), el("tbody", *rows), class_=class_ or None)
    return scroll(inner, caption)


def scroll(inner: Html, label: str) -> Html:
    """Return a wide thing in a container that scrolls by itself and can be reached by keyboard."""
    return el("div", inner, class_="scroll", tabindex="0", role="group", aria_label=label)
