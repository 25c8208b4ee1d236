"""decisions.toml: what people have settled about names that rules cannot tell apart.

A plan's folder may hold this file. Each decision says which words it speaks of, what they mean,
why, who said so and when; it is applied at every build and wins over every rule.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from kg.errors import PlanFileError

DECISIONS = "decisions.toml"
NO_NAME = "no-name"

_HEAD = re.compile(r"^[ \t]*\[\[\s*decision\s*\]\]", re.MULTILINE)
_Text = Annotated[str, msgspec.Meta(min_length=1, pattern=r"\S")]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What some words of the document mean.

    Attributes:
        words: The words as the document prints them.
        means: The thing, as kind and name below the base of all IRIs (``asset/知床世界遺産``,
            ``agent/道``), or ``no-name`` where the words name nothing.
        reason: Why.
        who: Who decided.
        date: When.
        line: The line of the document it is about; without it, all places with these words.
        place: The line of the file where it stands.
    """

    words: _Text
    means: Annotated[str, msgspec.Meta(pattern=r"^(no-name|[a-z]+/\S+)$")]
    reason: _Text
    who: _Text
    date: date
    line: Annotated[int, msgspec.Meta(ge=1)] | None = None
    place: int = 0

    def told(self) -> str:
        """Say why, by whom and when, in one line."""
        return f"{self.reason} ({self.who}, {self.date.isoformat()})"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    decision: tuple[Decision, ...] = ()


class Decisions:
    """The decisions of one plan, and which of them have been applied.

    Args:
        decisions: The decisions.
    """

    def __init__(self, decisions: tuple[Decision, ...] = ()) -> None:
        self._by_words = {(decision.words, decision.line): decision for decision in decisions}
        self._used: set[tuple[str, int | None]] = set()

    def of(self, words: str, line: int) -> Decision | None:
        """Return what was decided of some words, and note that it was of use.

        Args:
            words: The words as printed.
            line: The line they begin on.

        Returns:
            The decision for this line, else that for all lines, else None.
        """
        for key in ((words, line), (words, None)):
            if key in self._by_words:
                self._used.add(key)
                return self._by_words[key]
        return None

    def used(self) -> list[Decision]:
        """List the decisions whose words were met."""
        return [found for key, found in self._by_words.items() if key in self._used]

    def unused(self) -> list[Decision]:
        """List the decisions whose words were not met."""
        return [found for key, found in self._by_words.items() if key not in self._used]


def read_decisions(path: Path) -> Decisions:
    """Read the decisions of a plan.

    Args:
        path: The file; it need not exist.

    Returns:
        The decisions.

    Raises:
        PlanFileError: If the file cannot be read, a key is missing, unknown or wrong, or two
            decisions speak of the same words and lines.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Decisions()
    except (OSError, UnicodeDecodeError) as error:
        raise PlanFileError(f"the decisions cannot be read ({error})", where=path) from error
    lines = [text.count("\n", 0, found.start()) + 1 for found in _HEAD.finditer(text)]
    try:
        read = msgspec.convert(tomllib.loads(text), _File).decision
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"line (\d+)", str(error))
        line = int(told[1]) if told else None
        raise PlanFileError(f"it is not valid TOML: {error}", where=path, line=line) from error
    except msgspec.ValidationError as error:
        told = re.search(r"decision\[(\d+)\]", str(error))
        raise PlanFileError(
            f"a decision is wrong: {error}",
            where=path,
            line=lines[int(told[1])] if told and int(told[1]) < len(lines) else None,
            hint="Each [[decision]] needs words, means, reason, who and date; docs/sources.md",
        ) from error
    placed = tuple(
        msgspec.structs.replace(decision, place=line)
        for decision, line in zip(read, lines, strict=False)
    )
    _refuse_contradictions(placed, path)
    return Decisions(placed)


def _refuse_contradictions(decisions: tuple[Decision, ...], path: Path) -> None:
    seen: dict[tuple[str, int | None], Decision] = {}
    for decision in decisions:
        earlier = seen.setdefault((decision.words, decision.line), decision)
        if earlier is not decision:
            raise PlanFileError(
                f"{decision.words} is decided twice, here and in line {earlier.place}",
                where=path,
                line=decision.place,
                hint="Keep one of them, or give each the line of the document it speaks of",
            )
