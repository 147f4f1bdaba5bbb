"""URL -> where to connect: only http and https, only to addresses that the whole internet can reach, resolved once and pinned."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

Resolve = Callable[[str, int], Sequence[str]]  # host, port -> IP addresses

_PORTS = {"http": 80, "https": 443}
_LOWEST_FREE_PORT = 1024  # below it only 80 and 443: mail, telnet and the like speak no HTTP but may be made to obey it
_MAX_URL_CHARACTERS = 8_000
_HOST = re.compile(r"[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,45}")  # a name or an IPv6 address, without a zone
# NAT64 (RFC 6052): the last four bytes are an IPv4 address; Python counts these as global whatever they embed.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
# Special ranges (IANA registries, RFC 6890) that one version of Python or another counts as global: protocol assignments,
# 6to4 relays, Teredo and its neighbours, documentation, segment routing.
_SPECIAL = tuple(
    ipaddress.ip_network(n)
    for n in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16")
)


class Refused(ValueError):
    """The address is not one that pages are fetched from; the message says why."""


class NotFound(OSError):
    """The host of an address has no IP address."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked for: the URL as it is sent, and its parts."""

    url: str
    scheme: str
    host: str  # in ASCII
    port: int
    path: str  # with its query

    @property
    def site(self) -> str:
        """Return scheme, host and port: what robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Return host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target(url: str) -> Target:
    """Return the parts of ``url``; raise ``Refused`` for what is no plain web address."""
    url = "".join(url.split()) if len(url) <= _MAX_URL_CHARACTERS else ""
    if not url or not url.isprintable():
        raise Refused("not a web address")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise Refused(f"not a web address: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise Refused(f"only http and https are fetched, not {scheme[:20] or 'an address without either'}")
    if parts.username is not None or parts.password is not None:
        raise Refused("an address with a name or password in it")
    port = _PORTS[scheme] if port is None else port
    if port != 80 and port != 443 and port < _LOWEST_FREE_PORT:
        raise Refused(f"port {port} is not for web pages")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    whole = Target("", scheme, _ascii(host or ""), port, f"{path}?{query}" if query else path)
    return Target(whole.site + whole.path, scheme, whole.host, port, whole.path)


def _ascii(host: str) -> str:
    host = host.rstrip(".")  # the root of all names
    if not host:
        raise Refused("an address without a host")
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Refused("its host is no valid name") from error
    if not _HOST.fullmatch(plain):
        raise Refused("its host is no valid name")
    return plain.lower()


def follow(base: Target, location: str) -> Target:
    """Return where a redirect from ``base`` leads; raise ``Refused`` as for any address."""
    try:
        there = urlunsplit(urlsplit(urljoin(base.url, location.strip()))._replace(fragment=""))
    except ValueError as error:
        raise Refused("it redirects to what is no web address") from error
    return target(there)


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of ``host`` as the system resolves them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def pinned(host: str, port: int, resolver: Resolve) -> str:
    """Return the one IP address to connect to; raise ``Refused`` when any that ``host`` has is not global.

    The caller connects to exactly this address: a name that answers otherwise a moment later (DNS rebinding) changes nothing.
    """
    try:
        found = list(resolver(host, port))
    except (OSError, UnicodeError) as error:
        raise NotFound(f"the host {host} is not found") from error
    if not found:
        raise NotFound(f"the host {host} is not found")
    for ip in found:
        if not is_global(ip):
            raise Refused(f"{host} leads to {ip}, which is not on the public internet")
    return found[0]


def is_global(ip: str) -> bool:
    """Tell whether ``ip`` is a public unicast address, whatever form it hides in (IPv4 mapped or embedded in IPv6)."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        inner = _embedded(address)
        if inner is not None:
            return is_global(str(inner))
    if any(address in network for network in _SPECIAL):
        return False
    local = address.is_private or address.is_loopback or address.is_link_local or address.is_unspecified
    return address.is_global and not (local or address.is_multicast or address.is_reserved)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that ``address`` stands for, ``None`` when it stands for itself."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _NAT64) or int(address) >> 32 == 0:  # NAT64, and the old ::a.b.c.d
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
