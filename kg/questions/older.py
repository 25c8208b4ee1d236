"""What a person means by a name that things of other editions alone have.

Names are looked up in what current editions say. A question about all editions may be about a
thing that none of them has; it is named as the editions name it that have it.
"""

from __future__ import annotations

from kg.errors import AmbiguousError, ParameterError
from kg.questions.resolve import LITERALS, resolve_value
from kg.store.quads import is_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.binding import Term, Value
    from kg.questions.catalogue import Question
    from kg.questions.header import Parameter
    from kg.store.port import Store

_GRAPHS = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
SELECT DISTINCT ?graph WHERE { ?edition chiiki:statedIn ?graph } ORDER BY ?graph"""
_SAID = "graph"
_FOLLOWS = "inference"


def resolve_for(store: Store, question: Question, parameter: Parameter, value: Value) -> Term:
    """Turn a value into the term that a question's parameter wants.

    Args:
        store: Where labels and codes are looked up.
        question: The question. If it is about all editions, they are looked up in other editions
            where the current ones have none.
        parameter: Says which type of value is wanted.
        value: A text, a number or an IRI.

    Raises:
        ParameterError: If the value is wrong, unknown or ambiguous.
    """
    try:
        return resolve_value(store, parameter, value)
    except AmbiguousError:
        raise
    except ParameterError as error:
        if not question.is_about_editions or parameter.type in LITERALS:
            raise
        graphs = [] if store.graphs else _older_graphs(store)
        if not graphs:
            raise
        try:
            return resolve_value(store.within(graphs), parameter, value)
        except AmbiguousError:
            raise
        except ParameterError:  # the other tells of near names
            raise error from None


def _older_graphs(store: Store) -> list[str]:
    """Return the graphs of all editions that are not current, and of what follows from them.

    Some have a triple in common, which names that are looked up do not mind.
    """
    found = [getattr(row[0], "value", "") for row in store.select(_GRAPHS)[1]]
    apart = [graph for graph in found if is_apart(graph)]
    return [f"{graph.removesuffix(_SAID)}{name}" for graph in apart for name in (_SAID, _FOLLOWS)]
