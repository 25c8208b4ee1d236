"""What is made once, before the workers are forked: templates, words, what is known of the data."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.store.parts import Parts
    from kg.web.site import Site


def make_templates() -> None:
    """Make what all pages need of every dataset; a second time costs nothing."""
    from kg.web.pages.rendering import compile_templates
    from kg.web.pages.shared import static_marks
    from kg.web.pages.thing import recipes
    from kg.web.pages.words import LANGUAGES, words_in

    compile_templates()
    static_marks()
    recipes()
    for lang in LANGUAGES:
        words_in(lang)


def make_ready(site: Site) -> None:
    """Make what all pages need.

    Args:
        site: The site; its dataset is open.

    Raises:
        KgError: If the dataset is damaged.
    """
    from kg.web.pages.shared import shared_of
    from kg.web.pages.start import outline_of

    make_templates()
    shared_of(site)
    outline_of(site)


def find_out(site: Site) -> None:
    """Find out what takes long with many plans and what pages of questions need.

    Not each process that publishes a part of a site needs it.

    Args:
        site: The site; its dataset is open.

    Raises:
        KgError: If the dataset is damaged.
    """
    from kg.web.pages.fields import make_offers
    from kg.web.pages.places import located

    make_offers(site)
    located(site)


def read_terms(site: Site) -> None:
    """Read what the page of the ontology tells, which every start page leads to.

    Args:
        site: The site; its plans are held apart, if there are several.

    Raises:
        KgError: If the dataset is damaged.
    """
    from kg.web.pages.rules import rules_of
    from kg.web.pages.terms import terms_of
    from kg.web.pages.words import LANGUAGES

    terms_of(site)
    for lang in LANGUAGES:
        rules_of(lang)


def hold_parts(site: Site, *, at_once: bool) -> Parts | None:
    """Hold the plans of a dataset apart, if there are several.

    Args:
        site: The site; its dataset is open.
        at_once: Whether to read all and to hold them, instead of the last one that was asked for.

    Returns:
        The plans, or None if there is one alone.

    Raises:
        KgError: If the dataset is damaged.
    """
    from kg.graph.terms import SHARED_GRAPHS
    from kg.store.parts import Parts
    from kg.web.pages.by_plan import make_links
    from kg.web.pages.shared import shared_of

    shared = shared_of(site)
    if shared.graphs:
        plans = {plan.iri: plan.id for plan in shared.plans}
        site.parts = Parts(site.version, plans, SHARED_GRAPHS, holds_all=at_once)
        if at_once:
            for plan in plans:
                site.part(plan)
            make_links(site, shared)
    return site.parts
