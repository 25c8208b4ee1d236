"""Problems of plans for people: one line each, with file and line in front."""

from __future__ import annotations

import sys

from kg.cli.messages import MOST_TOLD, and_more, told
from kg.text import shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.build import Problem
    from kg.cli.messages import Language

_SEVERITY = {
    "ja": {"error": "誤り", "warning": "注意", "note": "参考"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}

_LONGEST = 500


def tell_problems(problems: Iterable[Problem], lang: Language) -> None:
    """Write problems to standard error, the gravest first and otherwise in the order given.

    Args:
        problems: The problems.
        lang: Language of the words around them.
    """
    gravest_first = list(_SEVERITY["en"])
    chosen = sorted(problems, key=lambda problem: gravest_first.index(problem.severity))
    for problem in chosen[:MOST_TOLD]:
        place = f"{problem.place}: " if problem.place else ""
        severity = _SEVERITY[lang][problem.severity]
        hint = f" ({told(problem.hint, lang)})" if problem.hint else ""
        message = visible(shortened(told(problem.message(lang), lang), _LONGEST))
        sys.stderr.write(f"{place}{severity}: {message}{hint}\n")
    sys.stderr.write(and_more(len(chosen) - MOST_TOLD, lang))
