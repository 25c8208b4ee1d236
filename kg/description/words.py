"""What a description calls the dataset, and what a service offers: ``description.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("description.toml")


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """The file, read.

    Attributes:
        title: Name of the union of all graphs, by language.
        description: What it is, by language.
        languages: What ``sd:supportedLanguage`` can say, by local name.
        features: What ``sd:feature`` can say, by local name.
        formats: What ``sd:resultFormat`` can say, by IRI.
        keywords: What people look for data like this by, by language.
    """

    title: dict[str, str]
    description: dict[str, str]
    languages: list[str]
    features: list[str]
    formats: list[str]
    keywords: dict[str, list[str]]


@cache
def read_words() -> Words:
    """Read the file that comes with the package, once."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=Words)
