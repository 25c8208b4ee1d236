"""Changes by project, with the words that went and came, ready to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.comparison.changes import Change, Heading, Passage
from kg.comparison.report import Language, happening, name, said, what_of, where
from kg.comparison.wording import Piece, Pieces, side_by_side

_Key = tuple[str, str, str]
"""Of a group: the name of its place, its code and its title."""


class Quote(NamedTuple):
    """Words of an edition.

    Attributes:
        pieces: The words, cut into what both editions have and what only this one has.
        place: Where they stand, in words.
        passage: The passage.
    """

    pieces: Pieces
    place: str
    passage: Passage


class Side(NamedTuple):
    """What one edition says.

    Attributes:
        name: What the edition is called: old or new.
        value: What it says, where that is not what it quotes; None where it is.
        quotes: Its words; none where it has no such thing.
    """

    name: str
    value: Pieces | None
    quotes: tuple[Quote, ...]


class Entry(NamedTuple):
    """A change, ready to be shown.

    Attributes:
        id: Name of its place on the page.
        change: The change.
        happening: What happened, as reports count it.
        what: What kind of thing, and what of it.
        sides: The earlier edition and the later.
    """

    id: str
    change: Change
    happening: str
    what: str
    sides: tuple[Side, Side]


class Group(NamedTuple):
    """The changes of one project, or those of one kind outside of all projects.

    Attributes:
        id: Name of its place on the page.
        code: Code of the project, or empty.
        title: Title of the project, or what the kind is called.
        entries: The changes.
        away: What moved from here to another project; it is among the changes of that one.
    """

    id: str
    code: str
    title: str
    entries: tuple[Entry, ...]
    away: tuple[Entry, ...]

    def of(self, happening: str) -> list[Entry]:
        """Return the changes in which a thing happened."""
        return [entry for entry in self.entries if entry.happening == happening]


def groups_of(changes: Iterable[Change], lang: Language) -> list[Group]:
    """Group changes by project.

    Args:
        changes: The changes.
        lang: Language of the words around the quotes.

    Returns:
        First a group for each kind that stands in no project, then the projects by their codes.
        Within a group the order is that of the changes.
        A project that something left for another one has a group, too.
    """
    found: dict[_Key, tuple[list[Entry], list[Entry]]] = {}
    for change in changes:
        entry = _entry(change, lang)
        found.setdefault(_key(change, change.project, lang), ([], []))[0].append(entry)
        if change.left is not None:
            found.setdefault(_key(change, change.left, lang), ([], []))[1].append(entry)
    times: Counter[str] = Counter()
    groups = []
    for key in sorted(found, key=lambda key: (bool(key[1]), key[1], key[0])):
        id, code, title = key
        times[id] += 1  # a dropped project and a new one may have one code
        place = id if times[id] == 1 else f"{id}-{times[id]}"
        groups.append(Group(place, code, title, *map(tuple, found[key])))
    return groups


def _key(change: Change, project: Heading | None, lang: Language) -> _Key:
    if project is None:
        return f"kind-{change.kind}", "", name("kind", change.kind, lang)
    return f"project-{project.code}", project.code, project.title


def _entry(change: Change, lang: Language) -> Entry:
    what = what_of(change, lang)
    return Entry(f"change-{change.key}", change, happening(change), what, _sides(change, lang))


def _sides(change: Change, lang: Language) -> tuple[Side, Side]:
    quoted = [[passage.words for passage in side] for side in (change.old, change.new)]
    told = [said(change, value, lang) for value in (change.before, change.after)]
    values: tuple[Pieces | None, Pieces | None] = (None, None)
    pieces = side_by_side(quoted[0], quoted[1])
    if change.nature in ("moved", "changed") and [[told[0]], [told[1]]] != quoted:
        pieces = _unmarked(quoted[0]), _unmarked(quoted[1])
        values = _values(change, told, lang)
    return (
        Side(name("word", "old", lang), values[0], _quotes(pieces[0], change.old, lang)),
        Side(name("word", "new", lang), values[1], _quotes(pieces[1], change.new, lang)),
    )


def _values(change: Change, told: Sequence[str], lang: Language) -> tuple[Pieces, Pieces]:
    if change.nature == "changed" and all(told):
        (old,), (new,) = side_by_side(told[:1], told[1:])
        return old, new
    silent = name("word", "silent", lang)
    old, new = ((Piece(value or silent, False),) for value in told)
    return old, new


def _unmarked(texts: Sequence[str]) -> tuple[Pieces, ...]:
    return tuple((Piece(text, False),) for text in texts)


def _quotes(
    pieces: Sequence[Pieces], passages: Sequence[Passage], lang: Language
) -> tuple[Quote, ...]:
    return tuple(
        Quote(cut, where(passage, lang), passage)
        for cut, passage in zip(pieces, passages, strict=True)
    )
