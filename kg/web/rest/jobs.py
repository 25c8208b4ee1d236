"""The jobs of the REST interface. What the command line advises is told in terms of it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from kg.errors import KgError
from kg.web.rest import coverage, docs, openapi, queries, searching, things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.web.site import Site
    from kg.workers.messages import Reply

_COMMANDS = {
    "`kg queries`": "/api/queries",
    "`kg search`": "/api/search?q=…",
    "kg search 釧路港": "q=釧路港",
}
_COMMAND = re.compile("|".join(map(re.escape, _COMMANDS)))


def told_here(hint: str) -> str:
    """Say what a hint of the command line advises to who asks over HTTP.

    Example:
        >>> told_here("`kg queries` lists them all")
        '/api/queries lists them all'
    """
    return _COMMAND.sub(lambda match: _COMMANDS[match[0]], hint)


def _do(job: Callable[[Site, dict[str, Any]], Reply], site: Site, values: dict[str, Any]) -> Reply:
    try:
        return job(site, values)
    except KgError as error:
        error.hint = told_here(error.hint) if error.hint else None
        raise


JOBS = {
    name: partial(_do, job)
    for name, job in {
        "api-queries": queries.list_questions,
        "api-query": queries.answer_question,
        "api-search": searching.search,
        "api-suggest": searching.suggest,
        "api-thing": things.show,
        "api-coverage": coverage.list_coverage,
        "api-coverage-plan": coverage.show_coverage,
        "api-description": openapi.describe,
        "api-docs": docs.show,
    }.items()
}
