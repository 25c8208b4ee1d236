"""Making the dossier of a thing: what it is, then each section's query asked.

No number and no row of a dossier comes from anywhere but a canned query. What is asked here
besides them is only the thing's classes and names, to choose the sections and write the title.
"""

from __future__ import annotations

import _thread
from time import thread_time

from pyoxigraph import Literal

from kg.dossier.around import Around, Facts
from kg.dossier.model import Dossier, Section
from kg.dossier.recipes import ALL, Recipes
from kg.questions.answers import Answer, ask_terms
from kg.questions.binding import as_iri
from kg.questions.patterns import THINGS
from kg.questions.resolve import means, resolve_thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import NamedNode

    from kg.dossier.recipes import SectionPlan
    from kg.questions.binding import Value
    from kg.questions.catalogue import Catalogue
    from kg.store.port import Store

_PLAIN_SIGNS = str.maketrans("", "", "_@%+=:,./・－-")


def make_dossier(
    store: Store,
    catalogue: Catalogue,
    thing: Value,
    lang: str = "ja",
    recipes: Recipes | None = None,
    *,
    helped_after_s: float | None = 0,
    whole: Store | None = None,
    most: int | None = None,
) -> Dossier:
    """Make the dossier of a thing.

    Args:
        store: Where to ask.
        catalogue: The canned queries.
        thing: Its IRI, label, code or number.
        lang: Language of headings and labels, ``ja`` or ``en``.
        recipes: Which sections there are; read from their file when left out.
        helped_after_s: After how many seconds of work a second thread helps to ask, which is
            sooner done where a processor is idle, but costs more than it saves where there is
            little to do; None for never.
        whole: The store of all plans, where ``store`` has one of them: what other plans say
            belongs to some sections, and a name must mean one thing of all.
        most: How many rows of a section are kept; the others are counted. None for all.

    Returns:
        The dossier.

    Raises:
        ParameterError: If there is no such thing, or more than one.
        InputError: If ``dossiers.toml`` is wrong.
        EndpointError: If an endpoint fails.
    """
    iri, around = _found(store, thing)
    facts = Facts(store, iri, around, lang)
    whole = store if whole is None else whole
    word = _word(whole, iri, facts)
    plans = (recipes or Recipes()).sections_of(facts.classes)
    links = around.links()
    edition = _edition(store)

    def make(plan: SectionPlan) -> Section:
        asked = whole if plan.among == ALL else store
        is_empty = _is_empty(plan, around, links)
        return _section(
            asked, catalogue, plan, iri, [word, *edition], lang, most, is_empty=is_empty
        )

    sections = _made(make, plans, helped_after_s)
    title, kind = facts.title(lang), facts.kind
    return Dossier(iri.value, word, title, kind, lang, tuple(sections), store, around)


def _found(store: Store, thing: Value) -> tuple[NamedNode, Around]:
    """Find a thing, and what is said of it."""
    iri = as_iri(thing, "thing")
    around = None if iri is None else Around(store, iri)
    if iri is None or around is None or not around.links():
        # A name, or an IRI as browsers copy it, or none of a thing.
        iri = resolve_thing(store, "resource", thing)
        around = Around(store, iri)
    return iri, around


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


def _made(
    make: Callable[[SectionPlan], Section], plans: list[SectionPlan], helped_after_s: float | None
) -> list[Section]:
    """Make sections, from some time on in two threads: a store works without Python's lock.

    They begin at both ends: long lists mostly stand last, and one should not be begun last.

    Raises:
        Exception: What the first of them that failed raised.
    """
    made: list[Section | BaseException] = [KeyboardInterrupt()] * len(plans)
    waiting = list(enumerate(plans))
    done = _thread.allocate_lock()
    begun = thread_time()

    def work(end: int) -> None:
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
            while waiting:
                work(-1)
        finally:
            done.release()

    while waiting:
        is_late = helped_after_s is not None and thread_time() - begun >= helped_after_s
        if is_late and len(waiting) > 1 and done.acquire(blocking=False):
            _thread.start_new_thread(help_out, ())
        work(0)
    done.acquire()
    for one in made:
        if isinstance(one, BaseException):
            raise one
    return [one for one in made if isinstance(one, Section)]


def _word(store: Store, iri: NamedNode, facts: Facts) -> str:
    """Return the first short name that means this thing and no other, else its IRI."""
    for name in facts.names() if not facts.classes.isdisjoint(THINGS) else ():
        if not name.startswith("-") and means(store, "resource", name, iri):
            return name
    return iri.value


def _edition(store: Store) -> list[str]:
    """Return the option of a command line that asks the same edition; nothing for the current."""
    if not store.graphs:
        return []
    from kg.store.quads import edition_of  # with patterns, which kg show seldom needs

    name = edition_of(store.graphs)
    return [] if name is None else ["--edition", name]


def _is_empty(plan: SectionPlan, around: Around, links: set[str]) -> bool:
    """Say whether it is known without asking that a section has no rows."""
    if plan.needs and links.isdisjoint(plan.needs):
        return True
    return plan.shares is not None and not around.shares(plan.shares)


def _section(
    store: Store,
    catalogue: Catalogue,
    plan: SectionPlan,
    iri: NamedNode,
    asked: list[str],
    lang: str,
    most: int | None,
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
        answer = ask_terms(store, question, terms, most)
    return Section(
        plan.heading[lang],
        plan.thing,
        command_line(*words),
        answer,
        plan.columns,
        plan.beside,
    )
