"""Choosing what a client gets by what it says it takes.

Source:
    RFC 9110, 12.4.2 (weights), 12.5.1 (Accept), 12.5.3 (Accept-Encoding), 12.5.4 (Accept-Language).
"""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CODINGS = ("br", "gzip")
"""How bodies can be compressed, the preferred way first."""


@lru_cache(maxsize=512)
def choose_type(accept: str, offers: Sequence[str]) -> str | None:
    """Choose a media type.

    Args:
        accept: The value of the header Accept; empty where there is none.
        offers: Media types without parameters (a tuple), the preferred one first.

    Returns:
        The offer with the highest weight, the first of several; None if none is acceptable.

    Example:
        >>> choose_type("text/html;q=0.5, text/*;q=0.8", ("text/html", "text/turtle"))
        'text/turtle'
        >>> choose_type("image/png", ("text/html",)) is None
        True
    """
    if not accept.strip():
        return offers[0]
    ranges = _weights(accept)
    best, chosen = 0.0, None
    for offer in offers:
        weight = _weight_of(offer, ranges)
        if weight > best:
            best, chosen = weight, offer
    return chosen


@lru_cache(maxsize=512)
def choose_language(header: str, default: str) -> str:
    """Choose between Japanese and English by the header Accept-Language.

    Example:
        >>> choose_language("en-GB,en;q=0.9,ja;q=0.1", "ja"), choose_language("de", "ja")
        ('en', 'ja')
    """
    best, chosen = 0.0, default
    for tag, weight in _weights(header).items():
        language = tag.partition("-")[0]
        if language in ("ja", "en") and weight > best:
            best, chosen = weight, language
    return chosen


@lru_cache(maxsize=512)
def choose_coding(header: str, codings: Sequence[str]) -> str:
    """Choose how a body is compressed: the first of some codings that is accepted, or none.

    Example:
        >>> choose_coding("gzip, br", ("br", "gzip")), choose_coding("br;q=0", ("br",))
        ('br', '')
    """
    weights = _weights(header)
    for coding in codings:
        if weights.get(coding, weights.get("*", 0.0)) > 0:
            return coding
    return ""


def _weights(header: str) -> dict[str, float]:
    """Read a list of ranges with weights; a weight that is none counts as nothing."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        if name and weight == weight:  # not NaN
            found[name] = max(weight, found.get(name, 0.0))
    return found


def _weight_of(offer: str, ranges: dict[str, float]) -> float:
    """Return the weight that the most specific range gives a media type."""
    kind = offer.partition("/")[0]
    for name in (offer, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
