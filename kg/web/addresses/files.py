"""The files that addresses become in a site that is published as a folder.

Japanese pages stand at the root and English ones below ``en/``; a page's file ends in ``.html``.
Names of files are plain text: what an address writes as ``%E6%B8%AF`` or ``%20`` is 港 or a blank.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote

MAIN_LANGUAGE = "ja"
"""The language of the pages at the root."""

START = "index.html"

_PAGES = re.compile(
    r"/(?:page|plan|changes|things|questions|search|map|network|editor|about)(?:/.*)?"
)
_TRANSLATED = re.compile(
    r"/(?:map\.geojson|network(?:/[^/]+)?\.json|editor/[a-z]+\.json|search/(?:suggestions|editions\.json|names(?:/[^/]+)?\.json))"
)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_KEPT_ESCAPED = frozenset('/\\%<>:"|?*')
_LONGEST_BYTES = 200
_FOLDER = "/"


def file_of(path: str, lang: str = MAIN_LANGUAGE) -> str:
    """Return the file that an address below the root becomes.

    Args:
        path: The path, percent-encoded, beginning with a slash; without query and fragment.
        lang: Language of the page, where the address has one in each language.

    Returns:
        The path of the file, not encoded; it ends in a slash for a folder.

    Example:
        >>> file_of("/page/asset/%E6%B8%AF", "en"), file_of("/"), file_of("/static/site.js", "en")
        ('en/page/asset/港.html', 'index.html', 'static/site.js')
        >>> file_of("/data/asset/A%20B.ttl"), file_of("/map.geojson", "en")
        ('data/asset/A B.ttl', 'en/map.geojson')
    """
    folder = "" if lang == MAIN_LANGUAGE else f"{lang}/"
    if path in ("", _FOLDER):
        return folder + START
    if _TRANSLATED.fullmatch(path):
        return folder + path[1:]
    if not _PAGES.fullmatch(path):
        return named(path[1:])
    return folder + named(path[1:] if path.endswith(_FOLDER) else f"{path[1:]}.html")


def named(path: str) -> str:
    """Write a percent-encoded path as names of files.

    A name that is too long for file systems is cut, and a hash of the whole stands behind it.
    """
    return "/".join(_name(part) for part in path.split("/"))


def _name(part: str) -> str:
    text = unicodedata.normalize("NFC", _ESCAPES.sub(_plain, part))
    if text in (".", ".."):
        return text.replace(".", "%2E")
    raw = text.encode()
    if len(raw) <= _LONGEST_BYTES:
        return text
    stem, dot, suffix = text.rpartition(".")
    if not dot or len(suffix) > 6:
        stem, dot, suffix = text, "", ""
    cut = raw[: _LONGEST_BYTES - 40].decode(errors="ignore")
    return f"{cut}~{hashlib.sha256(stem.encode()).hexdigest()[:16]}{dot}{suffix}"


def _plain(match: re.Match[str]) -> str:
    text = unquote(match[0], errors="surrogateescape")
    return "".join(
        sign
        if sign.isprintable() and sign not in _KEPT_ESCAPED
        else quote(sign, safe="")
        if not "\udc80" <= sign <= "\udcff"
        else f"%{ord(sign) - 0xDC00:02X}"
        for sign in text
    )


def address(file: str) -> str:
    """Write the path of a file as a part of an address.

    A colon is encoded, lest a browser take what stands before it for a scheme.
    """
    return quote(file, safe="/!$&'()*+,;=@-._~")
