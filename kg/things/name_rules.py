"""The rules of ``names.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

RULES = Path(__file__).parent / "names.toml"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Kind(_Part, frozen=True, rename={"class_name": "class"}):
    """How the names of one kind are made."""

    class_name: str
    suffixes: tuple[str, ...]
    stem: Literal["name", "loose", "phrase", "listed"]
    needs: Literal["toponym"] | None = None
    least: int = 1
    generic: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    version: bool = False
    short: bool = False
    distributes: bool = False
    clear: bool = False


class Known(_Part, frozen=True, rename={"class_name": "class"}):
    """A name that no rule tells from common nouns, and who uses it."""

    name: str
    class_name: str
    source: str


class Entry(_Part, frozen=True, rename={"class_name": "class"}):
    """Texts that are names as a whole."""

    class_name: str
    suffixes: tuple[str, ...]
    tails: tuple[str, ...] = ()


class Prefectures(_Part, frozen=True):
    """The prefectures and what makes the name of a part of one."""

    source: str
    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    directions: tuple[str, ...]


class BodyKinds(_Part, frozen=True):
    """Bodies named by their kind."""

    vague: tuple[str, ...]
    short: tuple[str, ...]
    short_before: tuple[str, ...]
    short_not_after: tuple[str, ...]


class Organization(_Part, frozen=True):
    """Which kind of body an organization is whose name ends so."""

    suffixes: tuple[str, ...]
    kind: str


class Municipality(_Part, frozen=True):
    """How municipalities are named."""

    suffixes: tuple[str, ...]
    separators: tuple[str, ...]
    common: tuple[str, ...]


class Subprefecture(_Part, frozen=True):
    """How subprefectures and their jurisdictions are named."""

    suffixes: tuple[str, ...]
    jurisdiction: tuple[str, ...]


class Ambiguity(_Part, frozen=True):
    """Endings that leave a name with more than one meaning."""

    suffixes: tuple[str, ...]
    areas: tuple[str, ...]


class NameRules(_Part, frozen=True):
    """All rules of ``names.toml``."""

    source: str
    quoted_terms: tuple[str, ...]
    quoted_facilities: tuple[str, ...]
    prefectures: Prefectures
    body_kinds: BodyKinds
    known: tuple[Known, ...]
    kind: tuple[Kind, ...]
    entry: Entry
    title: Entry
    organization: tuple[Organization, ...]
    municipality: Municipality
    subprefecture: Subprefecture
    ambiguity: Ambiguity

    def kind_of(self, organization: str) -> str | None:
        """Return the kind of body that the end of a name tells, or None."""
        rules = (rule for rule in self.organization if organization.endswith(rule.suffixes))
        return next((rule.kind for rule in rules), None)


@cache
def load_name_rules(path: Path = RULES) -> NameRules:
    """Read the rules that come with the package."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), NameRules)
