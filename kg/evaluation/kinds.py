"""Kinds of mentions: which classes belong to which, from ``kinds.toml`` and the class tree."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = Path(__file__).with_name("kinds.toml")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of mentions.

    Attributes:
        name: What gold tables call it.
        ja: What people call it in Japanese.
        en: The same in English.
        classes: Local names of its classes in the ontology, those below them left out.
    """

    name: str
    ja: str
    en: str
    classes: tuple[str, ...]


class _KindsToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: tuple[Kind, ...]


@cache
def load_kinds() -> tuple[Kind, ...]:
    """Read the kinds.

    Returns:
        All of them, in the order of the report.
    """
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), _KindsToml).kind


def types_of_kinds(below: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Say to which kind each class belongs.

    Args:
        below: Pairs of a class and a class right above it, by local names.

    Returns:
        The kind's name for each class of a kind, also for those that the pairs do not have.

    Example:
        >>> types = types_of_kinds([("Port", "Asset"), ("FishingPort", "Port"), ("Goal", "Thing")])
        >>> types["FishingPort"], types["Campaign"], "Goal" in types
        ('asset', 'campaign', False)
    """
    kinds = {name: kind.name for kind in load_kinds() for name in kind.classes}
    pairs = set(below)
    while True:
        more = {lower: kinds[upper] for lower, upper in sorted(pairs) if upper in kinds}
        new = {name: kind for name, kind in more.items() if name not in kinds}
        if not new:
            return kinds
        kinds |= new
