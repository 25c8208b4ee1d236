"""A text to look for names in, and where in the plan it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text to look for names in, and where it stands.

    Attributes:
        text: The folded text.
        category: The category line it stands under, or None.
        in_list: Whether it is of an infrastructure list.
        is_title: Whether it is the title of a joint effort.
    """

    text: str
    category: str | None = None
    in_list: bool = False
    is_title: bool = False
