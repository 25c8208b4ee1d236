"""A comparison as a page of its own: one file, no script, nothing from any other host."""

from __future__ import annotations

from functools import cache

from kg.changelog.grouping import groups_of
from kg.comparison.report import happened, happenings, likeness, name
from kg.comparison.rules import load_rules
from kg.dossier.html import templates
from kg.resources import PACKAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from jinja2 import Environment

    from kg.changelog.model import Comparison
    from kg.comparison.report import Language

TEMPLATES = f"{PACKAGE}/changelog/templates"
"""Folder of the templates; ``comparison.html`` stands in the frame that dossiers have, and
``changes.html`` holds what other pages of changes show, too."""


def to_html(comparison: Comparison, lang: Language) -> str:
    """Write a comparison as a page.

    Args:
        comparison: The comparison.
        lang: Language of the words around the quotes.

    Returns:
        HTML 5. Whatever stands in a text of the plan is text there, never markup.

    Raises:
        UsageError: If Jinja2 is not installed.
    """
    return (
        _environment()
        .get_template("comparison.html")
        .render(
            comparison=comparison,
            plan=comparison.plan_title(lang),
            groups=groups_of(comparison, lang),
            happenings=happenings(comparison),
            method=load_rules().method,
            lang=lang,
        )
    )


def words_of_changes() -> dict[str, Any]:
    """Return what the templates call, beside what those of a dossier do."""
    return {"happened": happened, "likeness": likeness, "phrase": phrase}


def phrase(key: str, lang: Language, **values: object) -> str:
    """Return a phrase of reports.

    Args:
        key: The key in the table ``word`` of ``report.toml``.
        lang: The language.
        **values: What stands in the phrase's braces.
    """
    return name("word", key, lang).format(**values)


@cache
def _environment() -> Environment:
    made = templates(TEMPLATES)
    made.globals.update(words_of_changes())
    return made
