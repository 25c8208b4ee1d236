"""What the pages say in their own words: ``words.toml``, a text in each language for each key."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ja", "en")

_FILE = Path(__file__).parent / "words.toml"


class Words:
    """The words of the pages in one language.

    Args:
        texts: The texts by key, such as ``nav.map``.
        lang: The language.

    Attributes:
        lang: The language.
    """

    def __init__(self, texts: dict[str, dict[str, str]], lang: str) -> None:
        self._texts = texts
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key, its braces filled in.

        Raises:
            KeyError: If there is no such key.
        """
        text = self._texts[key][self.lang]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Say whether there is a text for a key."""
        return key in self._texts

    def keys(self) -> set[str]:
        """Return the keys of all texts."""
        return set(self._texts)

    def count(self, key: str, number: int, **values: object) -> str:
        """Return the text of a key for a number; English has one of its own for one thing."""
        one = f"{key}.one"
        chosen = one if number == 1 and one in self._texts else key
        return self(chosen, n=f"{number:,}", **values)


_SENTENCE_END = re.compile(r"(?<=。)|(?<=[a-z0-9)”]\.) (?=[A-Z])")


def in_short(text: str) -> tuple[str, str]:
    """Cut a description after its first sentence.

    Args:
        text: In Japanese or English.

    Returns:
        The first sentence, and what comes behind it.

    Example:
        >>> in_short("港を示します。数も示します。"), in_short("Lists e.g. ports. Counts them.")
        (('港を示します。', '数も示します。'), ('Lists e.g. ports.', 'Counts them.'))
    """
    first, *rest = _SENTENCE_END.split(text, maxsplit=1)
    return first, "".join(rest)


@cache
def words_in(lang: str) -> Words:
    """Return the words of a language, ``ja`` or ``en``."""
    return Words(_texts(), lang)


@cache
def _texts() -> dict[str, dict[str, str]]:
    return dict(_flat(tomllib.loads(_FILE.read_text(encoding="utf-8")), ""))


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        if set(value) == set(LANGUAGES):
            found.append((key, value))
        else:
            found += _flat(value, f"{key}.")
    return found
