"""The editions of a plan: from ``[current]`` and ``[[edition]]`` to a row in order of time.

An edition revises the one that it names; without a name the one issued before it. A date is known
to the year, the month or the day: of two dates one is earlier only where all its days are.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from kg.document.layout import line_of_key
from kg.document.plan_facts import STATUSES, Edition, Period
from kg.errors import PlanFileError

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_IN_ID = 100
"""Characters of the id of a plan or an edition: both stand in one name of a file."""
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_HEAD = re.compile(r"\s*\[\[\s*edition\s*\]\]")
_TABLE = re.compile(r"\s*\[(?!\s*edition\s*\.)")


def is_date(text: str) -> bool:
    """Say whether a text is a year, a month or a day: ``2025``, ``2025-03``, ``2025-03-31``."""
    if not _DATE.fullmatch(text):
        return False
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return year > 0 and day <= calendar.monthrange(year, month)[1]


def is_before(date: str, other: str) -> bool:
    """Say whether a date is surely earlier than another, each known as far as it is written.

    Example:
        >>> is_before("2021", "2022-03"), is_before("2021", "2021-03")
        (True, False)
    """
    return date.ljust(10, "~") < other


def line_in(text: str, message: str, place: int | None = None) -> int | None:
    """Find the line of a plan.toml that a message speaks of.

    Args:
        text: The file.
        message: Says the key in backquotes; msgspec writes it as a path: ``$.edition[1].status``.
        place: Number of the ``[[edition]]``, from 0, if the message does not say.

    Returns:
        The line from 1, that of the table where the key is not in it, or None.
    """
    named = re.search(r"edition\[(\d+)\]", message)
    place = int(named[1]) if named else place
    if place is None:
        tables = " ".join(f"`{table}`" for table in re.findall(r"`\$\.(\w+)", message))
        return line_of_key(text, message) or line_of_key(text, tables)
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    if place >= len(heads):  # written as edition = [{…}, …]
        return line_of_key(text, "`edition`")
    keys = re.findall(r"`(?:\$\.edition\[\d+\]\.?)?(?:\w+\.)*([\w-]*)`", message)
    for number in range(heads[place] + 1, len(lines)):
        if _TABLE.match(lines[number]):
            break
        words = re.match(r"\s*\[*(?:edition\.)?([\w-]+)", lines[number])
        if words and words[1] in keys:
            return number + 1
    return heads[place] + 1


def in_order(editions: Sequence[Edition], path: Path, text: str) -> tuple[Edition, ...]:
    """Put the editions of a plan in order of time, and refuse what cannot be.

    Args:
        editions: The current one, and behind it the others in the order of their tables.
        path: The plan.toml.
        text: What stands in it.

    Returns:
        The editions, the earliest first, each with the one that it revises.

    Raises:
        PlanFileError: If an id or a date is none or is there twice, a document is missing, or an
            edition is older than itself or not later than the one that it revises.
    """
    checker = _Checker(editions, path, text)
    checker.refuse_wrong_values()
    checker.refuse_doubles()
    checker.refuse_missing_documents()
    return checker.in_order()


class _Checker:
    def __init__(self, editions: Sequence[Edition], path: Path, text: str) -> None:
        self._editions = editions
        self._path = path
        self._text = text

    def _wrong(self, edition: Edition, key: str, message: str, hint: str) -> PlanFileError:
        """Make an error that names the line of a key of an edition."""
        place = next(at for at, one in enumerate(self._editions) if one is edition) - 1
        if place >= 0:
            line = line_in(self._text, f"`{key}`", place)
        else:
            line = line_of_key(self._text, "`issued`" if key == "issued" else "`current`")
        return PlanFileError(message, where=self._path, line=line, hint=hint)

    def refuse_wrong_values(self) -> None:
        for edition in self._editions:
            if not ID.fullmatch(edition.id):
                raise self._wrong(
                    edition,
                    "id",
                    f"the id {edition.id!r} of an edition cannot stand in an IRI",
                    "Use small letters, digits and single hyphens, such as 2021-draft",
                )
            if len(edition.id) > MOST_IN_ID:
                raise self._wrong(
                    edition,
                    "id",
                    f"the id of an edition has {len(edition.id)} characters",
                    f"Give it one of {MOST_IN_ID} at most, such as 2021-draft",
                )
            for key, date in _dates(edition):
                if not is_date(date):
                    raise self._wrong(
                        edition,
                        key,
                        f"{date!r} is no date of an edition",
                        "Write it as 2025, 2025-03 or 2025-03-31",
                    )
            self._refuse_older_than_itself(edition)

    def _refuse_older_than_itself(self, edition: Edition) -> None:
        period = edition.valid or Period("")
        for start, key in ((edition.issued.value, "issued"), (period.begin, "valid.from")):
            if period.end is not None and start is not None and is_before(period.end, start):
                raise self._wrong(
                    edition,
                    "valid",
                    f"the edition {edition.id} is older than itself: its valid.until {period.end} "
                    f"lies before its {key} {start}",
                    "Correct one of the dates",
                )

    def refuse_doubles(self) -> None:
        ids: set[str] = set()
        dates: dict[tuple[str, str], str] = {}
        for edition in self._editions:
            if edition.id in ids:
                message = f"two editions have the id {edition.id!r}"
                raise self._wrong(edition, "id", message, "Give one of them another id")
            ids.add(edition.id)
            key = edition.issued.value, edition.status
            if key in dates:
                raise self._wrong(
                    edition,
                    "issued",
                    f"the editions {dates[key]} and {edition.id} have one date, {key[0]}, and one "
                    f"status, {key[1]}",
                    "Correct one of the dates, or give them to the day",
                )
            dates[key] = edition.id

    def refuse_missing_documents(self) -> None:
        for edition in self._editions:
            if not edition.is_current and not (self._path.parent / edition.document).is_file():
                raise self._wrong(
                    edition,
                    "document",
                    f"the document {edition.document!r} of the edition {edition.id} is not there",
                    f"Put it into {self._path.parent}, or correct its name",
                )

    def in_order(self) -> tuple[Edition, ...]:
        ordered = sorted(self._editions, key=_age)
        known = [edition.id for edition in ordered]
        for place, edition in enumerate(ordered):
            if edition.revises is None:
                continue
            if edition.revises not in known:
                raise self._wrong(
                    edition,
                    "revises",
                    f"the edition {edition.id} revises {edition.revises!r}, which is none",
                    f"Name one of: {', '.join(one for one in known if one != edition.id)}",
                )
            if known.index(edition.revises) >= place:
                revised = ordered[known.index(edition.revises)]
                raise self._wrong(
                    edition,
                    "revises",
                    f"the edition {edition.id} of {edition.issued.value} is not later than the "
                    f"one that it revises, {revised.id} of {revised.issued.value}",
                    "Correct one of the dates, give it to the day, or name an earlier edition",
                )
        return tuple(
            msgspec.structs.replace(edition, revises=edition.revises or earlier)
            for edition, earlier in zip(ordered, [None, *known], strict=False)
        )


def _age(edition: Edition) -> tuple[str, int, str]:
    """Order editions by time: what is known to the year stands at its end, a draft before."""
    return edition.issued.value.ljust(10, "~"), STATUSES.index(edition.status), edition.id


def _dates(edition: Edition) -> Iterator[tuple[str, str]]:
    period = edition.valid or Period("")
    found = ("issued", edition.issued.value), ("valid", period.begin), ("valid", period.end)
    for key, date in found:
        if date is not None:
            yield key, date
