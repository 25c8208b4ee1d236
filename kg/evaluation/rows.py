"""One mention as a person has read it, and as a dataset has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from kg.text import fold

OPTIONAL = "optional"
"""How the note of a row begins that counts neither way."""


@dataclass(frozen=True, slots=True, order=True)
class GoldRow:
    """A row of a gold table.

    Attributes:
        line: Line of the document on which the mention begins, from 1.
        words: Its characters, wraps taken out.
        kind: Its kind, such as ``asset``.
        type: Its class, such as ``FishingPort``.
        thing: What is mentioned: its name, or whole and section as in ``釧路川/弟子屈地区``.
        join: How the words lead to the thing; empty where the reader does not say.
        note: What the reader has noted.
        row: Line of the table, from 1, for messages; two rows that differ in it alone are equal.
    """

    line: int
    words: str
    kind: str
    type: str
    thing: str
    join: str = ""
    note: str = ""
    row: int = field(default=0, compare=False)

    @property
    def is_optional(self) -> bool:
        """Whether the row counts neither way."""
        return self.note.startswith(OPTIONAL)


@dataclass(frozen=True, slots=True, order=True)
class FoundRow:
    """A mention of a dataset.

    Attributes:
        line: Line of the document on which it begins, from 1.
        words: Its characters, wraps taken out.
        kind: Its kind; empty where the mention is left open.
        type: Its class; empty where the mention is left open.
        thing: Name of the thing, a section with its whole; empty where it is left open.
        iri: IRI of the thing; empty where it is left open.
        rule: The rule that found it.
        join: How the words were led to the thing.
        page: Page of the document.
    """

    line: int
    words: str
    kind: str = ""
    type: str = ""
    thing: str = ""
    iri: str = ""
    rule: str = ""
    join: str = ""
    page: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the dataset leaves it open what is mentioned."""
        return not self.kind

    def is_of(self, thing: str) -> bool:
        """Say whether the mention is of a thing.

        Args:
            thing: Its label, or the tail of its IRI; full and half width are one (NFKC).

        Example:
            >>> base = "https://w3id.org/chiiki/id/asset/"
            >>> port = FoundRow(9, "港", "asset", "Port", "阿寒港", f"{base}阿寒港")
            >>> port.is_of("阿寒港")
            True
            >>> FoundRow(9, "港").is_of("阿寒港")
            False
        """
        return not self.is_open and fold(thing) in {fold(self.thing), fold(self._tail())}

    def _tail(self) -> str:
        """Return the end of the IRI that names the thing: as many parts as ``thing`` has."""
        parts = self.iri.split("/")
        count = 2 if self.type == "AssetSection" else 1
        return "/".join(unquote(part) for part in parts[-count:])


def unwrapped(words: str) -> str:
    r"""Take the wraps out of some words: each line end with the blanks around it.

    Example:
        >>> unwrapped("維持修\n  繕")
        '維持修繕'
    """
    first, *rest = words.split("\n")
    if not rest:
        return words
    *middle, last = rest
    return "".join([first.rstrip(), *(line.strip() for line in middle), last.lstrip()])
