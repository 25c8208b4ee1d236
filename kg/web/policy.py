"""What pages may load: the Content-Security-Policy of a server, and of a published site.

Source:
    Content Security Policy Level 3, https://www.w3.org/TR/CSP3/; 3.3 for what a page may not say
    of itself (``frame-ancestors``).
"""

from __future__ import annotations

from urllib.parse import urlsplit

_POLICY = (
    "default-src 'none'; script-src {own}; style-src {own}; img-src {own} data:{tiles}; "
    "font-src {own}; connect-src {own}; form-action {own}; base-uri 'none'"
)


def served_policy(tiles: str) -> bytes:
    """Write the header of a server: only what it sends is loaded, and images of a base map.

    Args:
        tiles: Address of the tiles of a base map, with ``{s}``, ``{z}`` and so on, or empty.

    Example:
        >>> b"img-src 'self' data: https://*.example.jp;" in served_policy(
        ...     "https://{s}.example.jp/{z}/{x}/{y}.png"
        ... )
        True
    """
    parts = urlsplit(tiles.replace("{s}", "*"))
    is_elsewhere = parts.scheme in ("http", "https") and not set(parts.netloc) & set(" ;,'\"")
    source = f" {parts.scheme}://{parts.netloc}" if is_elsewhere else ""
    policy = _POLICY.format(own="'self'", tiles=source) + "; frame-ancestors 'self'"
    return policy.encode("ascii", "ignore")


def published_policy(site: str = "") -> str:
    """Write what a page of a published site says of itself; a worker of it asks the store.

    Args:
        site: Address of the site where links are absolute: a copy of it stands elsewhere.

    Example:
        >>> "connect-src 'self' https://data.example.jp;" in published_policy(
        ...     "https://data.example.jp/plan"
        ... )
        True
    """
    parts = urlsplit(site)
    own = f"'self' {parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"
    return _POLICY.format(own=own, tiles="") + f"; worker-src {own}"
