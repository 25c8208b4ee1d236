"""The answer to a question asked as one query, whichever plans there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.questions.answers import text_to_ask, typed_cells
from kg.questions.catalogue import Question
from kg.store.port import Store

if TYPE_CHECKING:
    from kg.questions.answers import Row
    from kg.questions.binding import Term


def asked_whole(
    store: Store, question: Question, terms: Mapping[str, Term]
) -> tuple[list[Row], list[str | None]]:
    """Ask a question of all plans at once, even one that is asked of one after the other.

    Returns:
        Its rows, and for each the IRIs of what it speaks of.
    """
    return typed_cells(question, *store.select(text_to_ask(store, question, terms)))
