"""A dossier as a page of its own: one file, no script, nothing from any other host."""

from __future__ import annotations

import re
from functools import cache

from kg.dossier.words import say, shown
from kg.errors import UsageError
from kg.resources import PACKAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.dossier.model import Dossier

_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

TEMPLATES = f"{PACKAGE}/dossier/templates"
"""Folder of the templates; ``dossier.html`` extends ``page.html``."""


def to_html(dossier: Dossier) -> str:
    """Write a dossier as a page.

    Args:
        dossier: The dossier.

    Returns:
        HTML 5. Whatever stands in a label or a text of the plan is text there, never markup.

    Raises:
        UsageError: If Jinja2 is not installed.
    """
    return _environment().get_template("dossier.html").render(dossier=dossier, lang=dossier.lang)


@cache
def _environment() -> Environment:
    return templates()


def templates(*folders: str) -> Environment:
    """Return the templates, which write all values as text and refuse an unknown name.

    Args:
        *folders: Further folders of templates, for other pages in the same frame.

    Raises:
        UsageError: If Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise UsageError(
            "a page needs Jinja2, which is not installed",
            hint="Install chiiki-kg again: pip install chiiki-kg",
        ) from None
    made = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(say=say, shown=shown, is_japanese=_is_japanese)
    return made


def _is_japanese(text: str) -> bool:
    """Say whether a screen reader must be told to read a text of an English page as Japanese."""
    return _JAPANESE.search(text) is not None
