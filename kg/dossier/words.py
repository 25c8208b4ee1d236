"""What a dossier says in its own words, in Japanese and English."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.answers import Cell
    from kg.questions.catalogue import Column

_WORDS = {
    "contents": ("目次", "Contents"),
    "empty": ("該当のない項目", "Nothing found for"),
    "made": (
        "各表の行は、その下のコマンドがそのまま返すものです。",
        "The rows of each table are what the command below it gives.",
    ),
    "name": ("名称", "Name"),
    "no": ("いいえ", "no"),
    "row": ("{count} 行", "{count} row"),
    "rows": ("{count} 行", "{count} rows"),
    "skip": ("本文へ", "Skip to the content"),
    "value": ("値", "Value"),
    "yes": ("はい", "yes"),
}


def say(key: str, lang: str, **values: object) -> str:
    """Return the words of a key.

    Args:
        key: The key.
        lang: ``ja`` or ``en``.
        **values: What stands in the words' braces.
    """
    return _WORDS[key][lang == "en"].format(**values)


def shown(cell: Cell, column: Column, lang: str) -> str:
    """Return a cell as people read it: nothing for no value, はい or いいえ for a truth value."""
    if cell is None:
        return ""
    if column.type == "boolean":
        return say("yes" if cell else "no", lang)
    return " ".join(str(cell).split())
