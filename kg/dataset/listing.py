"""The canned queries themselves as an answer."""

from __future__ import annotations

import pyoxigraph

from kg.dataset.free import FreeQuestion, plain_column
from kg.questions.answers import Answer
from kg.questions.catalogue import Catalogue
from kg.store.embedded import EmbeddedStore

_COLUMNS = (
    plain_column("name", "名前", "Name"),
    plain_column("parameters", "引数", "Parameters"),
    plain_column("title", "題名", "Title"),
    plain_column("description", "説明", "Description"),
)


def list_questions(lang: str = "ja") -> Answer:
    """List the canned queries.

    Args:
        lang: Language of titles and descriptions, ``ja`` or ``en``.

    Returns:
        A row for each: its name, parameters, title and description.

    Raises:
        GraphFileError: If one of the files is wrong.
    """
    head = FreeQuestion("queries", _COLUMNS)
    rows = []
    for question in Catalogue():
        free = [name for name, parameter in question.params.items() if parameter.type != "lang"]
        title, description = question.title[lang], question.description[lang]
        rows.append((question.name, " ".join(free), title, description))
    return Answer(head, {}, rows, [None] * len(rows), EmbeddedStore(pyoxigraph.Store()))
