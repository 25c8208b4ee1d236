"""Making the dossier of a thing: what it is, then each section's query asked.

No number and no row of a dossier comes from anywhere but a canned query. What is asked here
besides them is only the thing's classes and names, to choose the sections and write the title.
"""

from __future__ import annotations

import _thread

from pyoxigraph import Literal

from kg.dossier.model import Dossier, Section
from kg.dossier.recipes import Recipes
from kg.questions.answers import Answer, ask_terms
from kg.questions.binding import as_iri, write_term
from kg.questions.resolve import THINGS, means, resolve_thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import NamedNode

    from kg.dossier.recipes import SectionPlan
    from kg.questions.binding import Value
    from kg.questions.catalogue import Catalogue
    from kg.store.port import Store

_TERMS = "https://w3id.org/chiiki/ontology#"
_ABOUT = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?property ?value ?above ?called WHERE {
  VALUES (?thing ?lang) { (%s "%s") }
  VALUES ?property {
    rdf:type rdfs:label skos:prefLabel chiiki:vision chiiki:primaryCode chiiki:number
  }
  ?thing ?property ?value .
  OPTIONAL { ?value rdfs:subClassOf ?above }
  OPTIONAL { ?value rdfs:label ?called . FILTER(LANG(?called) = ?lang) }
} ORDER BY ?property ?value"""
_LINKS = """\
SELECT DISTINCT ?property ?pointing WHERE {
  VALUES ?thing { %s }
  { ?thing ?property ?value } UNION { ?other ?pointing ?thing }
}"""
_LONGEST_WORD = 30
_PLAIN_SIGNS = str.maketrans("", "", "_@%+=:,./・－-")


def make_dossier(
    store: Store,
    catalogue: Catalogue,
    thing: Value,
    lang: str = "ja",
    recipes: Recipes | None = None,
    *,
    in_two: bool = True,
) -> Dossier:
    """Make the dossier of a thing.

    Args:
        store: Where to ask.
        catalogue: The canned queries.
        thing: Its IRI, label, code or number.
        lang: Language of headings and labels, ``ja`` or ``en``.
        recipes: Which sections there are; read from their file when left out.
        in_two: Whether two threads ask, which is sooner done where a processor is idle.

    Returns:
        The dossier.

    Raises:
        ParameterError: If there is no such thing, or more than one.
        InputError: If ``dossiers.toml`` is wrong.
        EndpointError: If an endpoint fails.
    """
    iri, links = _with_links(store, thing)
    facts = _Facts(store, iri, lang)
    word = _word(store, iri, facts)
    plans = (recipes or Recipes()).sections_of(facts.classes)

    edition = _edition(store)

    def make(plan: SectionPlan) -> Section:
        is_empty = bool(plan.needs) and links.isdisjoint(plan.needs)
        return _section(store, catalogue, plan, iri, [word, *edition], lang, is_empty=is_empty)

    sections = _in_two(make, plans) if in_two else list(map(make, plans))
    title, kind = facts.title(lang), facts.kind
    return Dossier(iri.value, word, title, kind, lang, tuple(sections), store)


def _with_links(store: Store, thing: Value) -> tuple[NamedNode, set[str]]:
    """Find a thing, and the local names of its properties, ``^`` before those that point to it."""
    iri = as_iri(thing, "thing")
    links = set() if iri is None else _links(store, iri)
    if iri is None or not links:  # a name, or an IRI as browsers copy it, or none of a thing
        iri = resolve_thing(store, "resource", thing)
        links = _links(store, iri)
    return iri, links


def _links(store: Store, iri: NamedNode) -> set[str]:
    rows = store.select(_LINKS % write_term(iri))[1]
    return {f"^{_local(into)}" if out is None else _local(out) for out, into in rows}


def command_line(*words: str) -> str:
    """Write a command for a POSIX shell; a word that needs no quotes gets none.

    Example:
        >>> command_line("kg", "show", "釧路港"), command_line("kg", "show", "1-(1)")
        ('kg show 釧路港', "kg show '1-(1)'")
    """
    return " ".join(
        word if _is_plain(word) else "'" + word.replace("'", "'\"'\"'") + "'" for word in words
    )


def _is_plain(word: str) -> bool:
    """Say whether a word needs no quotes: letters and digits, and signs that no shell reads."""
    first = word.removeprefix("-").removeprefix("-")[:1]
    rest = word.translate(_PLAIN_SIGNS)
    return (first == "_" or first.isalnum()) and (not rest or rest.isalnum())


def _in_two(make: Callable[[SectionPlan], Section], plans: list[SectionPlan]) -> list[Section]:
    """Make sections in two threads, for a store works without Python's lock.

    They begin at both ends: long lists mostly stand last, and one should not be begun last.

    Raises:
        Exception: What the first of them that failed raised.
    """
    made: list[Section | BaseException] = [KeyboardInterrupt()] * len(plans)
    waiting = list(enumerate(plans))
    done = _thread.allocate_lock()

    def work(end: int) -> None:
        while waiting:
            try:
                place, plan = waiting.pop(end)
            except IndexError:  # the other was quicker
                return
            try:
                made[place] = make(plan)
            except BaseException as error:
                made[place] = error

    def help_out() -> None:
        try:
            work(-1)
        finally:
            done.release()

    done.acquire()
    _thread.start_new_thread(help_out, ())
    work(0)
    done.acquire()
    for one in made:
        if isinstance(one, BaseException):
            raise one
    return [one for one in made if isinstance(one, Section)]


class _Facts:
    """What must be known of a thing to choose its sections and to write its title.

    Attributes:
        classes: Local names of its classes and of those above them.
        kind: What its narrowest classes are called.
        labels: Its labels by language; the empty text stands for none.
        vision: The vision of a goal, or nothing.
        number: The code of a project or the number of a goal, or nothing.
    """

    def __init__(self, store: Store, iri: NamedNode, lang: str) -> None:
        self._iri = iri.value
        self.labels: dict[str, str] = {}
        self.vision = self.number = number = ""
        types: dict[str, str] = {}
        above: set[str] = set()
        for found, value, wider, called in store.select(_ABOUT % (write_term(iri), lang))[1]:
            name, text = _local(found), getattr(value, "value", "")
            if name == "type":
                if text.startswith(_TERMS):
                    types[text] = getattr(called, "value", "")
                if wider is not None and wider != value:
                    above.add(getattr(wider, "value", ""))
            elif name == "vision":
                self.vision = text
            elif name == "primaryCode":
                self.number = text
            elif name == "number":
                number = text
            else:
                self.labels.setdefault(getattr(value, "language", None) or "", text)
        self.classes = {iri.removeprefix(_TERMS) for iri in [*types, *above]}
        self.kind = "・".join(
            sorted(label for iri, label in types.items() if label and iri not in above)
        )
        if "Goal" in self.classes:
            self.number = number

    def names(self) -> list[str]:
        """Return what it can be called by on a command line, the shortest first."""
        names = (self.number, self.labels.get("ja"), self.labels.get(""), self.vision)
        return [name for name in names if name and len(name) <= _LONGEST_WORD]

    def title(self, lang: str) -> str:
        """Return what people call it: by its Japanese name where it has none in their language."""
        labels = self.labels
        label = labels.get(lang) or labels.get("ja") or labels.get("") or self.vision
        return f"{self.number} {label or self._iri.rpartition('/')[2]}".lstrip()


def _local(term: object) -> str:
    """Return the last part of an IRI."""
    iri: str = getattr(term, "value", "")
    return iri.replace("#", "/").rpartition("/")[2]


def _word(store: Store, iri: NamedNode, facts: _Facts) -> str:
    """Return the first short name that means this thing and no other, else its IRI."""
    for name in facts.names() if not facts.classes.isdisjoint(THINGS) else ():
        if not name.startswith("-") and means(store, "resource", name, iri):
            return name
    return iri.value


def _edition(store: Store) -> list[str]:
    """Return the option of a command line that asks the same edition; nothing for the current."""
    graph = next((graph for graph in store.graphs if graph.endswith("/graph")), "")
    name = graph.removesuffix("/graph").rpartition("/")[2]
    return ["--edition", name] if "@" in name else []


def _section(
    store: Store,
    catalogue: Catalogue,
    plan: SectionPlan,
    iri: NamedNode,
    asked: list[str],
    lang: str,
    *,
    is_empty: bool = False,
) -> Section:
    question = catalogue.get(plan.name)
    terms: dict[str, NamedNode | Literal] = {plan.thing: iri}
    words = ["kg", "query", plan.name, *asked]
    if "lang" in question.params:
        terms["lang"] = Literal(lang)
        words += [] if lang == "ja" else ["--lang", lang]
    if is_empty:
        answer = Answer(question, terms, [], [], store)
    else:
        answer = ask_terms(store, question, terms)
    return Section(
        plan.heading[lang],
        plan.thing,
        command_line(*words),
        answer,
        plan.columns,
        plan.beside,
    )
