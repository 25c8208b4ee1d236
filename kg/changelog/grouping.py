"""Changes by project, with the words that went and came, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.comparison.changes import Change, Nature, Passage
from kg.comparison.report import Language, name, names, said, where
from kg.comparison.wording import Piece, Pieces, side_by_side


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
        what: What kind of thing, and what of it.
        sides: The earlier edition and the later.
    """

    id: str
    change: Change
    what: str
    sides: tuple[Side, Side]


class Group(NamedTuple):
    """The changes of one project, or those of one kind outside of all projects.

    Attributes:
        id: Name of its place on the page.
        code: Code of the project, or empty.
        title: Title of the project, or what the kind is called.
        entries: The changes.
    """

    id: str
    code: str
    title: str
    entries: tuple[Entry, ...]

    def of(self, nature: str) -> list[Entry]:
        """Return the changes of a nature."""
        return [entry for entry in self.entries if entry.change.nature == nature]


def groups_of(changes: Iterable[Change], lang: Language) -> list[Group]:
    """Group changes by project.

    Args:
        changes: The changes.
        lang: Language of the words around the quotes.

    Returns:
        First a group for each kind that stands in no project, then the projects by their codes.
        Within a group the order is that of the changes.
    """
    found: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        found.setdefault(_key(change, lang), []).append(change)
    return [
        Group(*key, tuple(_entry(change, lang) for change in found[key]))
        for key in sorted(found, key=lambda key: (bool(key[1]), key[1], key[0]))
    ]


def natures_of(changes: Iterable[Change]) -> list[Nature]:
    """Return the natures that changes have, in the order of reports."""
    found = {change.nature: change.nature for change in changes}
    return [found[nature] for nature in names("nature") if nature in found]


def _key(change: Change, lang: Language) -> tuple[str, str, str]:
    if change.project is None:
        return f"kind-{change.kind}", "", name("kind", change.kind, lang)
    code = change.project.code
    return f"project-{code}", code, change.project.title


def _entry(change: Change, lang: Language) -> Entry:
    stop = "・" if lang == "ja" else ", "
    aspect = stop + name("aspect", change.aspect, lang) if change.aspect else ""
    what = name("kind", change.kind, lang) + aspect
    return Entry(f"change-{change.key}", change, what, _sides(change, lang))


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
