"""Problems of plans for people: one line each, with file and line in front."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.build import Problem
    from kg.cli.messages import Language

_SEVERITY = {
    "ja": {"error": "誤り", "warning": "注意", "note": "参考"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}


def tell_problems(problems: Iterable[Problem], lang: Language, *, notes: bool) -> None:
    """Write problems to standard error, in the order given.

    Args:
        problems: The problems.
        lang: Language of the words around them.
        notes: Whether notes are told, too.
    """
    for problem in problems:
        if problem.severity == "note" and not notes:
            continue
        place = f"{problem.place}: " if problem.place else ""
        severity = _SEVERITY[lang][problem.severity]
        hint = f" ({problem.hint})" if problem.hint else ""
        sys.stderr.write(f"{place}{severity}: {problem.message(lang)}{hint}\n")
