"""Dumps of pages that never were: articles of the training sets with furniture written for this purpose around and inside them.

``dump(rng, articles)`` returns lines with a label each: 1 the article's, 0 furniture, None either way. Titles and summaries
of "other stories" are those of other articles of the set; everything else was written here. One page in eight is put into a
language that nobody knows, letter for letter, so that words alone do not tell furniture.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

Lines = list[tuple[str, int | None]]


@dataclass(frozen=True)
class Article:
    """A report to build a page around."""

    title: str
    paragraphs: tuple[str, ...]


_FIRST = "Mara Darin Anna Josef Lena Omar Tomas Ruth Piet Amal Ivan Sofia Hugo Nadia Karl Elif Jonas Petra Samir Clara".split()
_LAST = "Lind Voss Halder Okoye Brandt Sorin Keller Mistry Duarte Novak Hale Petrov Aziz Moreau Lund Castell Renn Adler".split()
_PLACES = "Orva Halvin Torr Kestria Belmar Sund Norrvik Adana Porto Velm Castor Minden Larkhill Dorn Eastvale".split()
_PAPERS = ("The Orva Herald", "Daily Courier", "Norrvik Times", "The Bell", "Channel 6 News", "Kestria Post", "Metro Wire",
           "Sund Tribune", "Open Monitor", "Radio Torr", "The Larkhill Review", "Velm24")  # fmt: skip
_SECTIONS = ("Home World Politics Business Sport Sports Opinion Culture Tech Science Health Video Photos Weather Obituaries Jobs"
             " Lifestyle Travel Food Arts Local Nation Investigations Podcasts Newsletters E-Edition Classifieds Games Puzzles Events"
             " Education Markets Entertainment Podcast Horoscopes Crime Traffic Letters Autos Homes Cartoons Archive").split()  # fmt: skip
_BUTTONS = ("Share", "Tweet", "Share on Facebook", "Share on Twitter", "Email", "Print", "Copy link", "Save", "WhatsApp", "Comments",
            "Text size", "A A A", "Listen", "Share this article", "Flipboard", "Pinterest", "LinkedIn", "Reddit", "Subscribe", "Log in",
            "Sign in", "Menu", "Search", "Follow us", "Close", "Skip to content", "Back to top", "More", "Gift this article", "0",
            "Advertisement", "ADVERTISEMENT", "Sponsored", "Story continues below advertisement", "Loading...", "X", "Play video",
            "Toggle navigation", "Open in app", "View comments", "Share via", "Hide caption", "1/5",
            "Image 1 of 4", "Next", "Prev")  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()
_NEWSLETTER = (
    "Sign up for our {n} newsletter and never miss a story.",
    "Get the {n} briefing in your inbox every weekday morning.",
    "Start your day with the stories you need to know, sent straight to your inbox.",
    "Want more news like this? Subscribe to the {p} newsletter.",
    "Stay up to date with the latest from {c}. Enter your email below.",
    "Thanks for signing up! Please check your inbox to confirm your subscription.",
    "By signing up you agree to our terms of use and privacy policy.",
    "Never miss a story from {p}. Turn on alerts for breaking news.",
    "The news that matters to {c}, delivered every weekday morning.",
    "Join thousands of readers who start their day with us.",
    "Download the {p} app to read this story and more on your phone.",
    "An error has occurred. Please try again later.",
    "You have been added to our list. You can unsubscribe at any time.",
    "Follow {p} on Facebook and Twitter for the latest updates.",
    "Have a tip for our reporters? Write to tips@{h}.example.",
    "We'd like to hear what you think about this or any of our articles.",
    "Give the gift of good reporting: subscriptions start at ${k} a month.",
    "Get {k} issues for ${k} and a free tote bag, delivered to your door.",
)
_DONATION = (
    "Support {p}",
    "{p} is free for everyone to read because of readers like you.",
    "We rely on our readers to keep our reporting independent, and every gift counts.",
    "If everyone who reads this gave ${k}, our fund drive would be done within an hour.",
    "Our work takes time and money, and we have no owner who tells us what to write.",
    "Before you go, please consider a gift to {p}. It takes only a minute.",
    "Most of our investigations begin when a reader asks a question.",
    "That is why we need your help to keep going: become a member today.",
    "${k},250 raised of ${k}0,000",
    "Become a member for ${k} a month",
    "Donate now",
    "We cannot do this without you, and we do not take money from parties or governments.",
    "Your contribution keeps {p} open to all, whether or not they can pay.",
)
_CONSENT = (
    "We use cookies to improve your experience and to show you personalised ads.",
    "By continuing to browse this site you agree to the use of cookies.",
    "We and our partners store information on a device and process personal data.",
    "Accept all",
    "Manage preferences",
    "You can change your settings at any time in our privacy centre.",
    "To read this page, please enable JavaScript in your browser.",
    "You are using an outdated browser. Please upgrade to get the best out of this site.",
    "You have {k} free articles left this month.",
    "Already a subscriber? Log in to continue reading.",
)
_COMMENT_HEADS = ("Comments", "{k} Comments", "Leave a Reply", "Leave a comment", "Join the discussion", "Join the conversation",
                  "What do you think?", "Have your say", "Conversation", "View all comments", "Responses ({k})")  # fmt: skip
_POLICY = (
    "Your email address will not be published. Required fields are marked *",
    "We reserve the right to remove comments that break our rules on personal attacks.",
    "Please keep your remarks civil and on the topic. Comments are moderated.",
    "As you take part, please respect other readers and their views.",
    "You must be logged in to post a comment.",
    "The views expressed in comments are those of readers and not of {p}.",
    "Comments with insults, profanity or advertising will be deleted.",
)
_COMMENTS = (
    "Nobody believes this anyway.", "I was there and it was nothing like that.", "So glad somebody finally wrote about it!",
    "what a joke, they all lie", "Same old story. Follow the money, people.", "Great piece, thank you {a}.",
    "My uncle worked there for {k} years and he would tell you the same thing.", "This is why I stopped voting.",
    "lol", "How is this news?", "Can someone explain to me why nobody was fired over this?", "@{a} you are wrong, look it up",
    "If you had read the whole article you would know the answer.", "I don't agree with everything here but the last point is right.",
    "They said the same thing in 2004 and look where we are now.", "So what. Next.", "Wake up people!!!",
    "I've been saying this for years and everyone called me crazy.", "Thoughts and prayers to the families.",
    "You people never learn. It is always somebody else's fault, and then you wonder why nothing changes.",
    "Well said! I hope the right people get to read this.", "Totally agree with {a} above.",
)  # fmt: skip
_SIGNED = (
    "{a} says:",
    "{a}",
    "{a} • {k} days ago",
    "{n} {k} hours ago",
    "Posted by {a} on {d}",
    "{a} · Reply · {k}",
    "Guest",
    "Anonymous",
)
_AFTER = ("Reply", "Like · Reply", "Report abuse", "{k} likes", "Share › ", "Flag as inappropriate")
_FOOTER = (
    "© 2031 {p}. All rights reserved.", "Copyright {p}. This material may not be published, broadcast, rewritten or redistributed.",
    "About us", "Contact us", "Privacy policy", "Terms of use", "Advertise with us", "Careers", "Site map", "RSS", "Cookie settings",
    "{p} is published by {b} Media Group, a company registered in {c}, number {k}4{k}2.", "Editor in chief: {a}",
    "Reproduction of any part of this site is only allowed with written permission of the publisher.",
    "{p} is where {c} comes to understand its own story. We report on power, money and how people live.",
    "The information on this site is provided for general purposes only.", "Powered by WordPress", "Do not sell my information",
    "{p} is a member of the Press Council. Complaints may be sent to the address given above.", "Help centre", "Masthead",
    "A {b} company", "Registered office: {k} Mill Street, {c}", "Archive", "Follow us", "Apps",
    "Stock data is delayed by at least 15 minutes.",
)  # fmt: skip
_BIO = (
    "{a} is a reporter for {p}, covering courts and crime in {c}.", "{a} writes about politics and the economy for {p}.",
    "{a} is a freelance writer living in {c}.",
    "{a} joined {p} in 2019 after ten years at the {b} Gazette. She lives in {c} with her family.",
    "Contact {a} at {a1}@{h}.example.", "Follow {a} on Twitter at @{a1}.", "{a} reported from {c} and {b} {a2} from {c2}.",
    "{a} contributed to this report.", "{a} is the author of two books and has won several awards for reporting.",
    "About the author", "More by {a}", "{a}, Staff Writer", "The author is a professor of law at the University of {c}.",
    "Reporting by {a}; editing by {b} {a2}", "This article first appeared in {p}. Used with permission.",
)  # fmt: skip
_RELATED = ("Related", "Related stories", "Read more", "More from {p}", "Most read", "Most popular", "Trending", "You may also like",
            "Recommended for you", "Latest news", "Top stories", "Also read", "In other news", "More in {s}", "Editor's picks", "Up next",
            "More stories like this", "Around the web", "From our partners", "Sponsored stories", "Today's headlines",
            "What to read next")  # fmt: skip
_INLINE = (
    "Read also: {t}",
    "RELATED: {t}",
    "READ MORE: {t}",
    "See also: {t}",
    "MORE: {t}",
    "Watch: {t}",
    "{t}",
    "Also on {p}: {t}",
)
_CREDITS = (
    "(Photo: {a}/{b} Press)",
    "{a} / {b} Images",
    "Photo: {a}",
    "Image credit: {b}",
    "({a}, {p})",
    "Credit: {a} for {p}",
    "File photo",
    "",
)
_SKIPS = ("Skip to main content", "Skip to navigation", "Skip to article", "Accessibility links", "Jump to main menu", "Toggle search",
          "Show more sharing options", "Close extra options", "Continue to the main story", "Search query", "Open the side bar",
          "More sharing options", "Site search navigation", "Supported by", "Loading next story", "Open in the app")  # fmt: skip
_BANNERS = ("Got a news tip for us?", "Something went wrong with the connection", "Welcome to the new {p}", "Read our {b} special",
            "Dare to play {k}", "Win a weekend in {c}", "{p} live: watch now", "The {b} Hour with {a}", "{c} marathon {y}: all results",
            "Elections {y}: find your candidate", "Need a hand?", "{b} Workshop", "Make {p} your home page", "Today's paper",
            "{p} Extra", "Your guide to {c}", "{k} things to know in {c}", "The best of {c} in pictures", "Watch {p} on your screen",
            "Hear what {c} is talking about", "Special report: {c} {y}", "Weather: {k}°, cloudy", "Latest issue of {p}",
            "Read the new {b} magazine", "Free course: write like {a}", "Sale: {k} % off all plans", "{c} {k} {b} {k} final")  # fmt: skip
_NOUNS = "Guide Results Table Calendar News Teams Videos Reviews Prices Schools Homes Events Maps Reports Awards Columns Deals".split()
_PLAYER = ("Now playing", "Just watched", "Replay", "More videos ...", "Must watch", "({k} videos)", "Up next", "Video", "Play",
           "This video cannot be played on your device", "0:{k}", "Autoplay is on")  # fmt: skip
_NOTICES = (
    "No part of this page may be copied, stored or passed on without written permission from {p}.",
    "This copy is for your personal use only. To order copies for your clients, write to {p}.",
    "Some of the links in this article are affiliate links: if you buy through them we may earn a small commission.",
    "Use of this site means that you accept our user agreement and our house rules for readers.",
    "{p} takes part in a scheme by which shops pay us for sales.",
    "The content of other sites to which we link is not ours, and we are not responsible for it.",
    "Corrections and complaints: see the page on our standards.",
    "This story was published by {p} and is distributed by {b} Wire.",
)
_REACH = (
    "Write to {a} at {a1}@{h}.example",
    "Contact the writer: {a1}@{h}.example",
    "Follow {a} on Twitter: @{a1}",
    "Email {a1}@{h}.example",
    "Reach {a} at {k}5-01{k} or {a1}@{h}.example.",
    "On Twitter: @{a1}",
    "{a} is a {o} for {p}.",
    "{a} is {p}'s {o} in {c}.",
    "{a3} is a {o} based in {c} and covers {s1}.",
    "{a3} has been with {p} since 2011.",
)
_OFFICES = ("reporter", "senior editor", "staff writer", "correspondent", "columnist", "producer", "business reporter")
_REFERENCES = (
    "{b}, {a3}. “{t}.” {p}. {d}.",
    "{p}. {d}.",
    "{b}, {a3}; {a2}, {a3}. “{t}.”",
    "{p}, “{t}”, {d}",
    "{t} ({p}, {d})",
)
_TIMES = ("{h0}:{m0} p.m.", "{h0}.{m0}", "{h0}:{m0} GMT", "Update, {h0}:{m0} a.m.")
_NOT_TEXT = re.compile(r"\s+")


def _filled(rng: random.Random, words: str, **more: str) -> str:
    a, b = rng.choice(_FIRST), rng.choice(_LAST)
    values = {
        "a": f"{a} {b}", "a1": f"{a}{b}".lower(), "a2": rng.choice(_LAST), "b": rng.choice(_LAST), "c": rng.choice(_PLACES),
        "c2": rng.choice(_PLACES), "p": rng.choice(_PAPERS), "h": rng.choice(_PLACES).lower(), "k": str(rng.randint(1, 40)),
        "n": rng.choice(("daily", "weekly", "morning", "evening", "free", "politics", "weekend")), "s": rng.choice(_SECTIONS),
        "d": _date(rng), "y": str(rng.randint(2012, 2032)), "a3": a, "o": rng.choice(_OFFICES), "s1": rng.choice(_SECTIONS).lower(),
        "h0": str(rng.randint(1, 12)), "m0": str(rng.randint(10, 59)), **more,
    }  # fmt: skip
    return words.format(**values)


def _date(rng: random.Random) -> str:
    day, month, year, clock = (
        rng.randint(1, 28),
        rng.choice(_MONTHS),
        rng.randint(2005, 2031),
        f"{rng.randint(1, 12)}:{rng.randint(10, 59)}",
    )
    forms = (
        f"{month} {day}, {year}",
        f"{day} {month} {year}",
        f"{year}-0{rng.randint(1, 9)}-{day:02}",
        f"{month[:3]} {day}, {year} {clock} PM",
        f"{rng.randint(2, 23)} hours ago",
        f"{day}/{rng.randint(1, 12)}/{year}",
        f"Updated {month} {day}, {year} at {clock} a.m.",
    )
    return rng.choice(forms)


_DATELINE = re.compile(r"^.{2,90}?(?:--|[—_]|(?<=\)) [-–])\s")
_DROPPED = frozenset("a an the is are was were has have had been be that which who its his her their".split())


def shown(rng: random.Random, article: Article) -> str:
    """Return the headline that a page shows over an article: its own, or one made of the words of its first paragraph."""
    title = article.title.rstrip(".")
    if title.split()[:3] != article.paragraphs[0].split()[:3] and rng.random() < 0.8:
        return title
    words = [w for w in _DATELINE.sub("", article.paragraphs[0]).split() if w.lower() not in _DROPPED]
    words = words[: rng.randint(4, 13)] or [title]
    if rng.random() < 0.3:  # a title that says it in words of its own
        other = rng.choice(article.paragraphs).split()
        at = rng.randrange(len(other))
        words = words[: max(2, len(words) // 2)] + other[at : at + rng.randint(2, 5)]
    some = " ".join(words).strip(".,;:'\"-– ")
    some = " ".join(w[:1].upper() + w[1:] for w in some.split()) if rng.random() < 0.4 else some[:1].upper() + some[1:]
    some = f"{rng.choice(_PLACES)}: {some}" if rng.random() < 0.1 else some
    return some + ("?" if rng.random() < 0.07 else "!" if rng.random() < 0.03 else "")


def _headline(rng: random.Random, article: Article) -> str:
    title = shown(rng, article)
    return (
        title
        if rng.random() < 0.85
        else title.upper()
        if rng.random() < 0.3
        else title + rng.choice((" | Video", " [PHOTOS]", "?", ""))
    )


def _summary(rng: random.Random, article: Article) -> str:
    """Return what a list of stories says below a title: the first words of the story, cut or whole."""
    text = article.paragraphs[0] if article.paragraphs else article.title
    words = text.split()
    size = rng.randint(12, 60)
    if len(words) <= size:
        return text
    whole = re.split(r"(?<=[.!?]) ", text)[0]
    return (
        whole
        if rng.random() < 0.5 and len(whole.split()) <= 60
        else " ".join(words[:size]) + rng.choice(("...", "…", " [...]", ""))
    )


def _teasers(rng: random.Random, articles: list[Article], most: int) -> Lines:
    """Return a list of other stories, all of one make."""
    with_summary, with_date, with_author, section = (rng.random() < p for p in (0.5, 0.35, 0.2, 0.3))
    numbered, joined = rng.random() < 0.12, rng.random() < 0.15
    out: Lines = []
    for n in range(rng.randint(2, most)):
        other = rng.choice(articles)
        title = f"{n + 1}. {_headline(rng, other)}" if numbered else _headline(rng, other)
        block = [rng.choice(_SECTIONS)] if section else []
        block += [f"{title} {_summary(rng, other)}"] if joined and with_summary else [title]
        block += [_summary(rng, other)] if with_summary and not joined and rng.random() < 0.93 else []
        block += [_filled(rng, rng.choice(("By {a}", "{a}")))] if with_author else []
        block += [_date(rng)] if with_date else []
        if rng.random() < 0.1:
            block.append(rng.choice(("Read more", "Read More »", "Continue reading")))
        out += [(x, 0) for x in block]
    return out


def _some(rng: random.Random, templates: tuple[str, ...], least: int, most: int) -> Lines:
    return [(_filled(rng, x), 0) for x in rng.sample(templates, min(len(templates), rng.randint(least, most)))]


def _menu(rng: random.Random) -> Lines:
    """Return a menu, its deeper levels and, on some pages, the same once more for small screens."""
    names = rng.sample(_SECTIONS, rng.randint(4, 20))
    if rng.random() < 0.3:
        return [(rng.choice(("  ", " | ", " · ", " ")).join(names), 0)]
    out: Lines = []
    deep = rng.random() < 0.35
    for name in names:
        out.append((name, 0))
        if deep and rng.random() < 0.5:
            forms = (f"{name} {rng.choice(_NOUNS)}", f"The best of {name.lower()}", f"{rng.choice(_PLACES)} {name} {rng.choice(_NOUNS)}",
                     f"All {name.lower()} in {rng.choice(_PLACES)}", f"{rng.choice(_LAST)} & {rng.choice(_LAST)}")  # fmt: skip
            out += [(x, 0) for x in rng.sample(forms, rng.randint(1, 4))]
    return out * 2 if rng.random() < 0.25 else out


def _player(rng: random.Random, articles: list[Article]) -> Lines:
    """Return a player of films with the titles of others, the first of them said twice."""
    titles = [_headline(rng, rng.choice(articles)) for _ in range(rng.randint(1, 9))]
    head = [*_some(rng, _PLAYER, 1, 3), (titles[0], 0), *_some(rng, _PLAYER, 0, 3)]
    return [*head, *((x, 0) for x in titles)]


def _top(rng: random.Random, articles: list[Article]) -> Lines:
    parts: list[Lines] = []
    if rng.random() < 0.3:
        parts.append([(x, 0) for x in rng.sample(_SKIPS, rng.randint(1, 4))])
    if rng.random() < 0.3:
        parts.append(_some(rng, _CONSENT, 1, 3))
    if rng.random() < 0.5:
        parts.append([(rng.choice(_PAPERS), 0)])
    if rng.random() < 0.8:
        parts.append(_menu(rng))
    if rng.random() < 0.35:
        banners = _some(rng, _BANNERS, 1, 3)
        parts.append(banners * rng.choice((1, 1, 2, 3)))
    parts.append([(x, 0) for x in rng.sample(_BUTTONS, rng.randint(0, 6))])
    if rng.random() < 0.3:
        parts.append(_teasers(rng, articles, 4))
    if rng.random() < 0.12:
        parts.append([("Trending:", 0), *((_headline(rng, rng.choice(articles)), 0) for _ in range(rng.randint(2, 6)))])
    if rng.random() < 0.12:
        parts.append(_player(rng, articles))
    if rng.random() < 0.15:
        parts.append(_some(rng, _NEWSLETTER, 1, 3))
    if rng.random() < 0.3:
        rng.shuffle(parts)
    return [x for part in parts for x in part]


def _caption(rng: random.Random, article: Article) -> Lines:
    """Return the legend of a picture: a sentence on the matter, mostly with a credit; without one it could be either."""
    words = rng.choice(article.paragraphs).split()[: rng.randint(8, 28)]
    credit = _filled(rng, rng.choice(_CREDITS))
    return [
        (
            " ".join(words).rstrip(",;:") + rng.choice((".", "", ".")) + (" " + credit if credit else ""),
            0 if credit else None,
        )
    ]


_POSTS = ("{x} pic.example.com/{h}{k}", "{x} https://t.example/{h}{k}{k}", "{x} #{c} #{b}", "“{x}”")
_ASKED = ("What happened in {c}?", "Why does it matter?", "How did {a} answer?", "What you need to know", "The background", "In brief",
          "Q. {x}?", "What comes next", "Step {k}", "{k}. {c}", "THE {b} CASE", "{c}: {k} points", "At a glance")  # fmt: skip
_ADDRESSED = re.compile(r"\b(?:he|she|they|people|voters|officials|the government)\b")


def _heading(rng: random.Random, article: Article) -> str:
    """Return a line such as stands over a part of an article."""
    words = rng.choice(article.paragraphs).split()
    some = " ".join(words[: rng.randint(2, 9)]).rstrip(".,;:'\"")
    return rng.choice((some, some, some.title(), some.upper(), _filled(rng, rng.choice(_ASKED), x=some)))


def _list(rng: random.Random, article: Article) -> Lines:
    """Return a list as articles have it: steps, results, things to buy, one short line each."""
    sign = rng.choice(("", "", "- ", "• ", "* ", "1"))
    out: Lines = []
    for n in range(rng.randint(3, 12)):
        words = rng.choice(article.paragraphs).split()
        at = rng.randrange(max(1, len(words) - 12))
        some = " ".join(words[at : at + rng.randint(2, 13)]).strip(".,;:")
        some = some[:1].upper() + some[1:] if rng.random() < 0.7 else f"{some}: {rng.randint(1, 400)}"
        out.append(((f"{n + 1}. " if sign == "1" else sign) + some + rng.choice(("", "", ".", ";")), 1))
    return out


def _post(rng: random.Random, article: Article) -> Lines:
    """Return a post on a network as articles quote it."""
    some = rng.choice(rng.choice(article.paragraphs).split(". "))
    who = _filled(rng, "— {a} (@{a1}) {d}")
    return [
        (_filled(rng, rng.choice(_POSTS), x=some.replace("{", "").replace("}", "")), 1),
        (who, 1 if rng.random() < 0.5 else None),
    ]


def _between(rng: random.Random, article: Article, articles: list[Article]) -> Lines:
    """Return what stands between two paragraphs and is none of them."""
    kind = rng.random()
    if kind < 0.25:
        return [(_filled(rng, rng.choice(_INLINE), t=_headline(rng, rng.choice(articles))), 0)]
    if kind < 0.45:
        return _some(rng, _NEWSLETTER, 1, 4)
    if kind < 0.6:
        head = _filled(rng, rng.choice(_RELATED))
        return [(head, 0), *_teasers(rng, articles, 4)]
    if kind < 0.65:
        return [(rng.choice(rng.choice(article.paragraphs).split(". ")).rstrip(".") + ".", None)]
    if kind < 0.7:
        return [(_headline(rng, rng.choice(articles)).upper(), 0)]
    if kind < 0.8:
        return [(rng.choice(("Advertisement", "ADVERTISEMENT", "Story continues below", *_BUTTONS)), 0)]
    return _caption(rng, article)


def _body(rng: random.Random, article: Article, articles: list[Article]) -> Lines:
    """Return the article: plain, in parts with headings, with lists, with posts, as advice; boxes between its paragraphs."""
    boxes, headings, lists, posts = (
        rng.choice(rates) for rates in ((0, 0.03, 0.08, 0.2), (0, 0, 0.1, 0.5), (0, 0, 0.04, 0.2), (0, 0, 0.08))
    )
    advises = rng.random() < 0.2
    is_live, asked = rng.random() < 0.05, _filled(rng, rng.choice(_ASKED), x="What do you make of it")
    is_asked, label = rng.random() < 0.04, rng.choice(_BUTTONS) if rng.random() < 0.1 else ""
    out: Lines = []
    for n, paragraph in enumerate(article.paragraphs):
        if n and rng.random() < headings:
            out.append((_heading(rng, article), 1))
        if is_live and rng.random() < 0.5:
            out.append((_filled(rng, rng.choice(_TIMES)), 1))
        if is_asked:
            out.append((asked, 1))
        if advises and rng.random() < 0.5:
            paragraph = _ADDRESSED.sub("you", paragraph)
        out.append((paragraph, 1))
        if rng.random() < lists:
            out += _list(rng, article)
        if label and rng.random() < 0.5:
            out.append((label, 0))
        if rng.random() < posts:
            out += _post(rng, article)
        if n + 1 < len(article.paragraphs) and rng.random() < boxes:
            out += _between(rng, article, articles)
    return out


def _comments(rng: random.Random, articles: list[Article]) -> Lines:
    out: Lines = [(_filled(rng, rng.choice(_COMMENT_HEADS)), 0)]
    out += _some(rng, _POLICY, 0, 2)
    signed, tail = rng.choice(_SIGNED), rng.choice((*_AFTER, "", ""))
    for _ in range(rng.randint(0, 8)):
        out.append((_filled(rng, signed), 0))
        out += [(_filled(rng, " ".join(rng.sample(_COMMENTS, rng.randint(1, 3)))), 0) for _ in range(rng.randint(1, 2))]
        out += [(_filled(rng, tail), 0)] if tail else []
    return out


def _bottom(rng: random.Random, article: Article, articles: list[Article]) -> Lines:
    parts: list[Lines] = []
    if rng.random() < 0.4:
        parts.append(_some(rng, _BIO, 1, 3))
    if rng.random() < 0.2:
        parts.append(_some(rng, _REACH, 1, 2))
    if rng.random() < 0.15:
        parts.append(_some(rng, _NOTICES, 1, 3))
    if rng.random() < 0.06:
        heads = rng.choice(("Sources", "References", "Sources:", "Further information"))
        shape = rng.choice(_REFERENCES)
        parts.append(
            [(heads, 0), *((_filled(rng, shape, t=rng.choice(articles).title.rstrip(".")), 0) for _ in range(4))]
        )
    if rng.random() < 0.06:
        parts.append(_player(rng, articles))
    if rng.random() < 0.35:
        parts.append([(x, 0) for x in ("Tags", *rng.sample(_PLACES, 3))][: rng.randint(1, 4)])
    if rng.random() < 0.45:
        parts.append([(x, 0) for x in rng.sample(_BUTTONS, rng.randint(1, 7))])
    if rng.random() < 0.4:
        parts.append(_some(rng, _NEWSLETTER, 1, 5))
    if rng.random() < 0.25:
        parts.append(_some(rng, _DONATION, 1, 7))
    if rng.random() < 0.35:
        parts.append(_comments(rng, articles))
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        head: Lines = [(_filled(rng, rng.choice(_RELATED)), 0)] if rng.random() < 0.8 else []
        parts.append(head + _teasers(rng, articles, 14))
    if len(parts) > 1 and rng.random() < 0.5:
        rng.shuffle(parts)
    if rng.random() < 0.7:
        parts.append(_some(rng, (*_FOOTER, *_NOTICES), 2, 14))
    return [x for part in parts for x in part]


def _alike(rng: random.Random, article: Article, articles: list[Article]) -> list[Article]:
    """Return some articles, sorted so that those sharing most words with this one come first."""
    words = set(" ".join(article.paragraphs[:4]).lower().split())
    some = [x for x in rng.sample(articles, 24) if x is not article]
    return sorted(some, key=lambda x: -len(words.intersection(x.paragraphs[0].lower().split())))


_BYLINES = ("By {a}", "By {a}, {p}", "By {a} and {a3} {a2}", "{a}", "{p} staff", "{a} and {a3} {a2} {p}", "Analysis by {a}, {p}",
            "{a}, {o}",
            "By {a} | {a1}@{h}.example | {p}", "{a} {b} Press", "Text: {a}", "{a}, {p} {d}", "Posted by {a} on {d}")  # fmt: skip
_ALONE = ("({a} / {b} Press)", "{a}/{b} Images", "({b} Press)", "Credit...{a}/{p}", "Photo", "{c}", "{c} & {c2}", "{c}, {b}", "{p} Extra",
          "{k} comments", "{k} min read", "Breaking news emails", "Updated", "Published", "News | {c}",
          "Originally published in {p}")  # fmt: skip


def _head(rng: random.Random, article: Article, title: str) -> Lines:
    """Return what stands between the top of a page and its article: kicker, headline, deck, byline, date, buttons, legend."""
    out: Lines = []
    if rng.random() < 0.3:
        out.append((rng.choice(_SECTIONS), 0))
    if rng.random() < 0.08:  # the way to this page through the site
        out.append((" » ".join(["Home", *rng.sample(_SECTIONS, 2), title]), 0))
    early: list[Lines] = []  # what may stand above the headline, too
    if rng.random() < 0.6:
        early.append([(_filled(rng, rng.choice(_BYLINES)), None)])
    if rng.random() < 0.6:
        early.append([(_date(rng), None)])
    if rng.random() < 0.3:
        early.append([(_filled(rng, rng.choice(_ALONE)), 0)])
    late: list[Lines] = [[(x, 0) for x in rng.sample(_BUTTONS, rng.choice((0, 0, 1, 3)))]]
    if rng.random() < 0.08:
        late.append([(rng.choice(("All sharing options for: ", "Share this: ", "You are reading: ")) + title, 0)])
    if rng.random() < 0.12:
        late.append([(title, None)])
    if rng.random() < 0.35:
        late.append(
            _caption(rng, article) + ([(_filled(rng, rng.choice(_ALONE[:4])), 0)] if rng.random() < 0.4 else [])
        )
    if rng.random() < 0.08:
        late.append(_some(rng, _NEWSLETTER, 1, 3))
    if rng.random() < 0.06:
        some = rng.sample(article.paragraphs, min(2, len(article.paragraphs)))
        late.append([("Highlights", 0), *((p.split(". ")[0], None) for p in some)])
    before = [early.pop() for _ in range(len(early)) if rng.random() < 0.1]
    deck = rng.choice(rng.choice(article.paragraphs).split(". ")).rstrip(".") + rng.choice(("", "."))
    parts = early + late
    if rng.random() < 0.5:
        rng.shuffle(parts)
    parts = [*before, [(title, None)], *([[(deck, None)]] if rng.random() < 0.25 else []), *parts]
    return out + [x for part in parts for x in part]


_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


def _unknown(rng: random.Random) -> dict[int, str]:
    """Return a table that puts text into a language of its own: vowels for vowels, consonants for consonants."""
    out: dict[int, str] = {}
    for letters in (_VOWELS, _CONSONANTS):
        others = rng.sample(letters, len(letters))
        out |= {ord(a): b for a, b in zip(letters, others, strict=True)}
        out |= {ord(a.upper()): b.upper() for a, b in zip(letters, others, strict=True)}
    return out


def dump(rng: random.Random, articles: list[Article]) -> tuple[str, Lines]:
    """Return the title of a made page and its lines with their labels; one in six is an article without furniture."""
    article = rng.choice(articles)
    title = shown(rng, article)
    if rng.random() < 0.15:
        return title, [(title, None), *((p, 1) for p in article.paragraphs)]
    if rng.random() < 0.25:  # short reports are common, and long lists of others beside them
        article = Article(article.title, article.paragraphs[: rng.randint(2, 8)])
    others = _alike(rng, article, articles)[:6] if rng.random() < 0.15 else articles
    lines = _top(rng, others) + _head(rng, article, title) + _body(rng, article, others) + _bottom(rng, article, others)
    table = _unknown(rng) if rng.random() < 0.12 else {}
    lines = [(_NOT_TEXT.sub(" ", x).strip() if "  " not in x else x, y) for x, y in lines if x.strip()]
    return title.translate(table), [(x.translate(table), y) for x, y in lines]
