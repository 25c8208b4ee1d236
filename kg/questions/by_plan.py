"""Questions that are asked of one plan after the other.

The head of a query says so by ``#+ by: "plan"`` or ``#+ by: "document"``, and by it in which order
its rows come: all of one plan, then all of the next, as the whole query gives them. A store then
need not hold and order what all plans say, and one that has each plan apart answers sooner. What
two graphs of a plan say alike is found twice: such a query must not count.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.catalogue import Question
    from kg.store.port import Store

_PLANS = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?plan ?document WHERE { ?plan a chiiki:Plan ; dcterms:source ?document }
ORDER BY ?%s"""


def stores_to_ask(store: Store, question: Question) -> list[Store]:
    """Return what to ask a question of, one after the other: all, or what each plan says.

    Args:
        store: Where to ask.
        question: The question.
    """
    if store.graphs or question.asked_by is None:
        return [store]
    _, rows = store.select(_PLANS % question.asked_by)
    plans = dict.fromkeys(plan.value for plan, _ in rows if isinstance(plan, NamedNode))
    return [store.of_plan(plan) for plan in plans] if len(plans) > 1 else [store]
