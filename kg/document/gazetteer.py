"""A gazetteer: facts about municipalities and assets that stand in no plan, each with its source.

One fact a row. What kinds and properties there are, and how values are written, is data:
``gazetteer.toml``. Every rule that a row breaks is told with file and line, and nothing is mended.

Source:
    総務省 全国地方公共団体コード, the rule of the check digit (検査数字);
    JIS X 0401, the codes of prefectures 01 to 47.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from kg.errors import PlanFileError
from kg.text import comparable

COLUMNS = ("name", "kind", "property", "value", "precision", "source", "quote")

_RULES = Path(__file__).parent / "gazetteer.toml"
_NEEDED = ("name", "kind", "property", "value", "source", "quote")
_PRECISE = "point"
_MOST_FAULTS = 20
_HINT = f"The columns of a gazetteer: {', '.join(COLUMNS)}"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Kind(_Part, frozen=True):
    """A kind of thing: an area of a class, or what a plan names, of one of some classes."""

    area: str | None = None
    classes: tuple[str, ...] = ()


class Property(_Part, frozen=True):
    """What a property tells, and of what."""

    form: str
    names: str | None = None
    kinds: tuple[str, ...] | Literal["named"] | None = None
    several: bool = False


class Form(_Part, frozen=True):
    """How a value is written."""

    pattern: str
    told: str


class Rules(_Part, frozen=True):
    """All that a gazetteer may say."""

    kind: dict[str, Kind]
    property: dict[str, Property]
    form: dict[str, Form]

    def admits(self, kind: str, name: str) -> bool:
        """Say whether a property may be told of a kind."""
        kinds = self.property[name].kinds
        if kinds == "named":
            return self.kind[kind].area is None
        return kinds is None or kind in kinds


@cache
def load_gazetteer_rules() -> Rules:
    """Read the rules that come with the package."""
    return msgspec.convert(tomllib.loads(_RULES.read_text(encoding="utf-8")), Rules)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a gazetteer.

    Attributes:
        name: The thing it is about.
        kind: What kind of thing that is.
        property: What is told of it.
        value: The value.
        precision: For a point, of what it is and how exact; else empty.
        source: Who says so.
        quote: The words of the source.
        line: The line of the file.
    """

    name: str
    kind: str
    property: str
    value: str
    precision: str
    source: str
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The facts of a gazetteer by the thing they are about, in the order of the file."""

    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """Yield the things of a kind, each with its facts."""
        for name, facts in self.facts.items():
            if facts[0].kind == kind:
                yield name, facts

    def values(self, name: str, property: str) -> list[str]:
        """List the values of a property of a thing, each once."""
        facts = self.facts.get(name, ())
        return list(dict.fromkeys(fact.value for fact in facts if fact.property == property))


def read_gazetteer(path: Path) -> Gazetteer:
    """Read and check a gazetteer.

    Args:
        path: A CSV file with the columns of ``COLUMNS``, in any order.

    Returns:
        Its facts; none where it has but its head.

    Raises:
        PlanFileError: If the file cannot be read, a row is wrong, or two rows contradict each
            other. Rows that are wrong by themselves are told together, up to twenty.
    """
    rules = load_gazetteer_rules()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            facts = list(_facts(file, path))
    except (OSError, UnicodeDecodeError) as error:
        raise PlanFileError(
            f"the gazetteer cannot be read ({error})",
            where=path,
            hint="Check the name in plan.toml, or leave gazetteer out",
        ) from error
    _refuse_wrong_rows(facts, rules, path)
    _refuse_contradictions(facts, rules, path)
    things: dict[str, list[Fact]] = {}
    for fact in facts:
        things.setdefault(fact.name, []).append(fact)
    gazetteer = Gazetteer({name: tuple(found) for name, found in things.items()})
    _refuse_wrong_codes(gazetteer, path)
    _refuse_names_of_nothing(gazetteer, facts, rules, path)
    return gazetteer


def check_digit(code: str) -> str:
    """Compute the sixth digit of a local government's code from the first five.

    Args:
        code: Five digits.

    Returns:
        The last digit of 11 less the remainder by 11 of the digits weighted 6, 5, 4, 3, 2.

    Example:
        >>> check_digit("01206")
        '8'
    """
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return str(11 - total % 11)[-1]


def _facts(file: Iterable[str], path: Path) -> Iterator[Fact]:
    """Yield the rows as they stand, the head checked and each row's cells counted."""
    reader = csv.reader(file, strict=True)
    places: list[int] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise _wrong(f"the row cannot be read as CSV ({error})", path, line) from error
        if places is None:
            places = _places(cells, path, line)
        elif len(cells) == len(COLUMNS):
            name, kind, told, value, precision, source, quote = (cells[place] for place in places)
            yield Fact(name, kind, told, value, precision, source, quote, line)
        elif cells:
            raise _wrong(
                f"the row has {len(cells)} cells, not {len(COLUMNS)}", path, line,
                "Put a cell that has a comma or a quotation mark into quotation marks",
            )  # fmt: skip
    if places is None:
        raise _wrong("the gazetteer has no head", path, 1)


def _places(head: list[str], path: Path, line: int) -> list[int]:
    unknown = [cell for cell in head if cell not in COLUMNS]
    missing = [column for column in COLUMNS if column not in head]
    if unknown or missing or len(head) != len(COLUMNS):
        told = [f"unknown column {cell!r}" for cell in unknown]
        told += [f"missing column {column!r}" for column in missing]
        message = ", ".join(told) or "a column stands twice"
        hint = f"The columns are {', '.join(COLUMNS)}"
        raise _wrong(f"the head of the gazetteer is wrong: {message}", path, line, hint)
    return [head.index(column) for column in COLUMNS]


def _refuse_wrong_rows(facts: Iterable[Fact], rules: Rules, path: Path) -> None:
    """Refuse rows that break a rule by themselves; several are told at once."""
    told = (
        _wrong(fault[0], path, fact.line, fault[1])
        for fact in facts
        if (fault := next((one for rule in _ROW_RULES if (one := rule(fact, rules))), None))
    )
    found = list(islice(told, _MOST_FAULTS))
    if found:
        first = found[0]
        raise PlanFileError(
            first.message, where=path, line=first.line, hint=first.hint, others=found[1:]
        )


_Fault = tuple[str, str] | None
"""What is wrong and what to do, or None."""


def _is_whole(fact: Fact, rules: Rules) -> _Fault:
    for column in _NEEDED:
        if not getattr(fact, column).strip():
            told = f" of {fact.name}" if fact.name.strip() else ""
            return f"a fact{told} has no {column}", "Each row needs all cells but precision"
    return None


def _is_known(fact: Fact, rules: Rules) -> _Fault:
    if fact.kind not in rules.kind:
        return f"there is no kind {fact.kind!r}", f"Kinds: {', '.join(rules.kind)}"
    if fact.property not in rules.property:
        known = ", ".join(rules.property)
        return f"there is no property {fact.property!r}", f"Properties: {known}"
    if not rules.admits(fact.kind, fact.property):
        known = ", ".join(name for name in rules.property if rules.admits(fact.kind, name))
        return f"a {fact.kind} has no {fact.property}", f"It may have: {known}"
    return None


def _is_well_formed(fact: Fact, rules: Rules) -> _Fault:
    form = rules.form[rules.property[fact.property].form]
    if not re.fullmatch(form.pattern, fact.value):
        message = f"the {fact.property} {fact.value!r} of {fact.name} is wrong"
        return message, f"Write it as {form.told}"
    if bool(fact.precision.strip()) != (fact.property == _PRECISE):
        told = "no" if fact.property == _PRECISE else "a"
        return (
            f"the {fact.property} of {fact.name} has {told} precision",
            "Say for a point, and for nothing else, of what it is and how exact",
        )
    return None


def _is_possible(fact: Fact, rules: Rules) -> _Fault:
    if fact.property == "code6" and fact.value[5] != check_digit(fact.value[:5]):
        right = fact.value[:5] + check_digit(fact.value[:5])
        message = f"the code6 {fact.value} of {fact.name} cannot exist: its check digit is wrong"
        return message, f"By the rule of 総務省 it would be {right}; look it up in the source"
    if fact.property == "point":
        latitude, longitude = map(float, fact.value.split())
        if abs(latitude) > 90 or abs(longitude) > 180:
            message = f"the point {fact.value!r} of {fact.name} is not on the earth"
            return message, "Write latitude (-90 to 90), a blank, longitude (-180 to 180)"
    return None


_ROW_RULES: tuple[Callable[[Fact, Rules], _Fault], ...] = (
    _is_whole, _is_known, _is_well_formed, _is_possible,
)  # fmt: skip


def _refuse_contradictions(facts: Iterable[Fact], rules: Rules, path: Path) -> None:
    kinds: dict[str, Fact] = {}
    values: dict[tuple[str, str], Fact] = {}
    rows: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        first = kinds.setdefault(comparable(fact.name), fact)
        if (first.name, first.kind) != (fact.name, fact.kind):
            raise _wrong(
                f"{fact.name} is a {fact.kind} here and {first.name} a {first.kind} in line "
                f"{first.line}", path, fact.line, "Give each thing one name and one kind",
            )  # fmt: skip
        row = (fact.name, fact.property, fact.value, fact.source, fact.quote)
        first = rows.setdefault(row, fact)
        if first is not fact:
            raise _wrong(
                f"the {fact.property} of {fact.name} stands here and in line {first.line}",
                path, fact.line, "Keep one of the rows, or quote another source",
            )  # fmt: skip
        first = values.setdefault((fact.name, fact.property), fact)
        if first.value != fact.value and not rules.property[fact.property].several:
            raise _wrong(
                f"the {fact.property} of {fact.name} is {fact.value} here and {first.value} in "
                f"line {first.line}", path, fact.line, "Keep the row whose source is right",
            )  # fmt: skip


def _refuse_wrong_codes(gazetteer: Gazetteer, path: Path) -> None:
    codes: dict[str, Fact] = {}
    for name, facts in gazetteer.of_kind("municipality"):
        code = next((fact for fact in facts if fact.property == "code"), None)
        if code is None:
            raise _wrong(f"the municipality {name} has no code", path, facts[0].line)
        first = codes.setdefault(code.value, code)
        if first.name != name:
            raise _wrong(
                f"{name} has the code {code.value}, which {first.name} has in line {first.line}",
                path, code.line, "Look both codes up in their sources",
            )  # fmt: skip
        for fact in facts:
            if fact.property == "code6" and not fact.value.startswith(code.value):
                raise _wrong(
                    f"the code6 {fact.value} of {name} does not begin with its code {code.value}",
                    path, fact.line, f"The code stands in line {code.line}",
                )  # fmt: skip


def _refuse_names_of_nothing(
    gazetteer: Gazetteer, facts: Iterable[Fact], rules: Rules, path: Path
) -> None:
    """Refuse a fact that names a municipality or subprefecture without rows of its own.

    A prefecture is the top of the order and needs none.
    """
    for fact in facts:
        kind = rules.property[fact.property].names
        named = gazetteer.facts.get(fact.value)
        if kind is None or (named is None and kind == "prefecture"):
            continue
        if named is None or named[0].kind != kind:
            raise _wrong(
                f"{fact.name} names {fact.value}, which is no {kind} of the gazetteer",
                path, fact.line, f"Add rows for {fact.value} with the kind {kind}",
            )  # fmt: skip


def _wrong(message: str, path: Path, line: int, hint: str = _HINT) -> PlanFileError:
    return PlanFileError(message, where=path, line=line, hint=hint)
