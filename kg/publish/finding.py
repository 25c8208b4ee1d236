"""What a check found."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """Something that is wrong with a published site.

    Attributes:
        place: The file that it is about.
        ja: What is wrong, in Japanese.
        en: The same in English.
    """

    place: str
    ja: str
    en: str
