"""Bodies: the name behind an entry of an enumeration."""

from __future__ import annotations

import re

from kg.text import fold

_REMARK = re.compile(r"\s*\([^()]*\)\s*\Z")


def body_name(as_written: str) -> str:
    """Return the body that an entry names, without a remark in brackets behind it.

    Args:
        as_written: The entry, such as 民間事業者（選定中）.

    Returns:
        Its name in the document's own characters; the entry itself where nothing else is left.

    Example:
        >>> body_name("民間事業者（選定中）")
        '民間事業者'
    """
    folded = fold(as_written)
    match = _REMARK.search(folded)
    if match is None or match.start() == 0 or len(folded) != len(as_written):
        return as_written
    return as_written[: match.start()]
