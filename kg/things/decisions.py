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

from kg.document.toml_keys import toml_line
from kg.errors import PlanFileError
from kg.text import comparable

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
        within: Words of one text in which these words stand, when only that place is meant: they
            say where it is, however the document's lines and pages are set.
        class_name: The class of the thing, where no rule tells of it; the words are then found
            though no rule finds them.
        place: The line of the file where it stands.
    """

    words: _Text
    means: Annotated[str, msgspec.Meta(pattern=r"^(no-name|[a-z]+/\S+)$")]
    reason: _Text
    who: _Text
    date: date
    within: _Text | None = None
    class_name: _Text | None = msgspec.field(name="class", default=None)
    place: int = 0

    def told(self) -> str:
        """Say why, by whom and when, in one line."""
        return f"{self.reason} ({self.who}, {self.date.isoformat()})"

    def is_about(self, text: str, start: int) -> bool:
        """Tell whether it speaks of its words at a place of a text.

        Args:
            text: The folded text in which the words stand.
            start: Where in it they begin.

        Returns:
            Whether the words around them are those that the decision names, if it names some.
        """
        if self.within is None:
            return True
        around = re.compile(r"\s*".join(map(re.escape, comparable(self.within))))
        end = start + len(comparable(self.words))
        return any(found.start() <= start and end <= found.end() for found in around.finditer(text))


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    decision: tuple[Decision, ...] = ()


class Decisions:
    """The decisions of one plan, and which of them have been applied.

    Args:
        decisions: The decisions.
    """

    def __init__(self, decisions: tuple[Decision, ...] = ()) -> None:
        self._by_words: dict[str, list[Decision]] = {}
        self._used: set[Decision] = set()
        for decision in sorted(decisions, key=lambda decision: decision.within is None):
            self._by_words.setdefault(decision.words, []).append(decision)

    def of(self, words: str, text: str, start: int) -> Decision | None:
        """Return what was decided of some words, and note that it was of use.

        Args:
            words: The words as printed.
            text: The folded text in which they stand.
            start: Where in it they begin.

        Returns:
            The decision for this place, else that for all places, else None.
        """
        for decision in self._by_words.get(words, ()):
            if decision.is_about(text, start):
                self._used.add(decision)
                return decision
        return None

    def used(self) -> list[Decision]:
        """List the decisions whose words were met, by their place in the file."""
        return [decision for decision in self._all() if decision in self._used]

    def told_of(self) -> list[Decision]:
        """List the decisions that tell of a thing, whose words are found without a rule."""
        return [decision for decision in self._all() if decision.class_name is not None]

    def unused(self) -> list[Decision]:
        """List the decisions whose words were not met, by their place in the file."""
        return [decision for decision in self._all() if decision not in self._used]

    def _all(self) -> list[Decision]:
        known = (decision for found in self._by_words.values() for decision in found)
        return sorted(known, key=lambda decision: decision.place)


def read_decisions(path: Path) -> Decisions:
    """Read the decisions of a plan.

    Args:
        path: The file; it need not exist.

    Returns:
        The decisions.

    Raises:
        PlanFileError: If the file cannot be read, a key is missing, unknown or wrong, or two
            decisions speak of the same words at the same place.
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
        raise PlanFileError(
            f"it is not valid TOML: {error}", where=path, line=toml_line(error)
        ) from error
    except msgspec.ValidationError as error:
        told = re.search(r"decision\[(\d+)\]", str(error))
        raise PlanFileError(
            f"a decision is wrong: {error}",
            where=path,
            line=lines[int(told[1])] if told and int(told[1]) < len(lines) else None,
            hint="Each [[decision]] needs words, means, reason, who and date; it may have within "
            "and class",
        ) from error
    placed = tuple(
        msgspec.structs.replace(decision, place=line)
        for decision, line in zip(read, lines, strict=False)
    )
    _refuse_other_places(placed, path)
    _refuse_contradictions(placed, path)
    return Decisions(placed)


def _refuse_other_places(decisions: tuple[Decision, ...], path: Path) -> None:
    for decision in decisions:
        if decision.within and comparable(decision.words) not in comparable(decision.within):
            raise PlanFileError(
                f"the words {decision.words} do not stand within {decision.within}",
                where=path,
                line=decision.place,
                hint="Quote the words of the document around them, and they among these",
            )


def _refuse_contradictions(decisions: tuple[Decision, ...], path: Path) -> None:
    seen: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        key = decision.words, comparable(decision.within or "")
        earlier = seen.setdefault(key, decision)
        if earlier is not decision:
            raise PlanFileError(
                f"{decision.words} is decided twice, here and in line {earlier.place}",
                where=path,
                line=decision.place,
                hint="Keep one of them, or say of each within which words it holds",
            )
