"""Bodies: the name behind an entry of an enumeration."""

from __future__ import annotations

from kg.text import fold_with_places, torn_bracket, without_unseen


def body_name(as_written: str) -> str:
    """Return the body that an entry names, without a remark in brackets behind it.

    What stands behind a bracket without its partner may be a remark or another body; so it gives
    the body no name.

    Args:
        as_written: The entry, such as 民間事業者（選定中）.

    Returns:
        Its name in the document's own characters, but for those that nobody sees; the entry
        itself where nothing else is left.

    Example:
        >>> body_name("民間事業者（選定中）")
        '民間事業者'
        >>> body_name("道（農政部（根室、釧路）、水産部）")
        '道'
        >>> body_name("市（港湾課、商工会議所")
        '市'
    """
    folded, starts, _ = fold_with_places(as_written)
    torn = torn_bracket(folded)
    end = _remark(folded) if torn is None else torn
    name = as_written[: starts[end]] if end < len(folded) else as_written
    return without_unseen(name).strip() or as_written


def _remark(text: str) -> int:
    """Return where the bracket opens that a text ends with, or its length."""
    if not text.rstrip().endswith(")"):
        return len(text)
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += (text[index] == ")") - (text[index] == "(")
        if depth == 0 and text[index] == "(":
            return index
    return len(text)
