"""The fields of a question's form: what stands in them, what can be given, what is wrong."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.errors import AmbiguousError, KgError, UnknownNameError
from kg.web.addresses.names import known
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.shared import shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.questions.catalogue import Question
    from kg.questions.header import Parameter
    from kg.web.pages.rendering import Frame
    from kg.web.site import Site

OFFERED = "offered"
"""Where a site keeps what it offers for a parameter, by what that is; there is little of it."""

_CHIIKI = "https://w3id.org/chiiki/ontology#"
_NEAR = 8
_MOST_MEANT = 50
_PRINTED = "ja"
"""The language of what a plan prints, in which it is asked for."""


class Choice(NamedTuple):
    """What may be given for a parameter.

    Attributes:
        value: What is given.
        label: What it is called besides.
    """

    value: str
    label: str


class Near(NamedTuple):
    """What may be meant by a value.

    Attributes:
        label: What it is called.
        note: What tells it apart from others of that name, or empty.
        address: Where the question is answered with it.
    """

    label: str
    note: str
    address: str


class Field(NamedTuple):
    """A field of a form.

    Attributes:
        name: Its name.
        label: What it is called.
        type: Type of the parameter.
        value: What stands in it.
        example: What could stand in it.
        choices: What is offered.
        default: What is taken where nothing is given, or None.
        hint: What can be given.
        error: What is wrong with it, or None.
        near: What may be meant instead.
    """

    name: str
    label: str
    type: str
    value: str
    example: str
    choices: list[Choice]
    default: str | None
    hint: str
    error: str | None
    near: list[Near]


def field_of(
    site: Site, frame: Frame, question: Question, parameter: Parameter, error: KgError | None
) -> Field:
    """Make the field of a parameter.

    Args:
        site: The site.
        frame: The frame of the page; what it was asked with is filled in.
        question: The question.
        parameter: Its parameter.
        error: What is wrong with the value, or None.
    """
    default = None if parameter.default is None else str(parameter.default)
    hint = parameter.hint[frame.lang] if parameter.hint else frame.words(f"hint.{parameter.type}")
    return Field(
        parameter.name,
        parameter.label[frame.lang],
        parameter.type,
        frame.args.get(parameter.name, default or ""),
        str(parameter.example),
        _offered(site, parameter),
        default,
        hint,
        None if error is None else error.message,
        [] if error is None else _near(site, frame, question, parameter, error),
    )


def _near(
    site: Site, frame: Frame, question: Question, parameter: Parameter, error: KgError
) -> list[Near]:
    """Return what may be meant by a value that means nothing, or several things."""
    if isinstance(error, AmbiguousError):
        found = _told_apart(site, frame.lang, error.choices)
    else:
        found = _found(site, frame, parameter, error)
    path = f"/questions/{question.name}"
    return [
        Near(label, note, frame.url(path, **{**frame.args, parameter.name: given}))
        for given, label, note in found
    ]


def _told_apart(site: Site, lang: str, things: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield things of one name, each with its label, and its plan, its project and what it is."""
    shared = shared_of(site)
    some = [NamedNode(thing) for thing in things[:_MOST_MEANT]]
    rows = ask(site.dataset.store, "apart", things=some)
    for thing, own in groupby(rows, key=itemgetter(0)):
        _, labels, classes, codes = map(list, zip(*own, strict=True))
        kind = shared.narrowest(classes)
        plan = shared.document_of(thing) if len(shared.plans) > 1 else None
        parts = (plan, codes[0], shared.called(kind, lang) if kind else None)
        yield thing, labels[0] or thing, " ".join(part for part in parts if part)


def _found(
    site: Site, frame: Frame, parameter: Parameter, error: KgError
) -> Iterator[tuple[str, str, str]]:
    """Yield what a search finds for a value, or names that are near to it."""
    kinds = choices()["suggested"].get(parameter.type)
    try:
        hits = site.dataset.search(frame.args.get(parameter.name, ""), kinds=kinds, limit=_NEAR)
    except KgError:
        hits = []
    there = known(site.dataset.store, [hit.iri for hit in hits])
    found = {hit.iri: hit.label for hit in hits if hit.iri in there}
    if not found and isinstance(error, UnknownNameError):
        found = dict(zip(error.near, error.near, strict=True))
    for given, label in found.items():
        yield given, label, ""


def make_offers(site: Site) -> None:
    """Find out what is offered for all parameters there are, before somebody waits for it.

    Args:
        site: The site; its dataset is open.

    Raises:
        InputError: If the dataset is damaged.
    """
    for question in site.dataset.questions():
        for parameter in question.params.values():
            _offered(site, parameter)


def _offered(site: Site, parameter: Parameter) -> list[Choice]:
    kept: dict[Any, list[Choice]] = site.kept.setdefault(OFFERED, {})
    key = parameter.offers or parameter.type
    if key not in kept:
        found = _answered(site, *parameter.offers) if parameter.offers else _things(site, parameter)
        offered: dict[str, Choice] = {}
        for value, label in found:
            offered.setdefault(value, Choice(value, label if label != value else ""))
        kept[key] = list(offered.values())
    return kept[key]


def _answered(site: Site, question: str, column: str) -> list[tuple[str, str]]:
    """Return what a column of an answer has."""
    answer = site.dataset.query(question, lang=_PRINTED)
    place = answer.columns.index(column)
    return [(str(row[place]), "") for row in answer.cells if row[place] is not None]


def _things(site: Site, parameter: Parameter) -> list[tuple[str, str]]:
    """Return how things of a type are asked for, and what they are called."""
    classes = choices()["suggested"].get(parameter.type, [])
    if not classes:
        return []
    terms = [NamedNode(_CHIIKI + name) for name in classes]
    rows = ask(site.dataset.store, "choices", classes=terms)
    return [(code or number or label or thing, label or "") for label, code, number, thing in rows]
