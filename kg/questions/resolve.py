"""From what a person writes to the term of the graph: a label, a code, a number or an IRI.

Labels are compared first as written, then folded (NFKC, no white space, no case, katakana as
hiragana), so that ``４－（１）``, ``4-1`` and ``4-(1)`` name one project, ``阿寒ＩＣ`` finds
``阿寒IC``, and ``クシロコウ`` what a source reads くしろこう.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.errors import AmbiguousError, ParameterError, UnknownNameError
from kg.questions.binding import as_iri, as_literal, as_text, missing, with_letters, write_term
from kg.questions.patterns import (
    NUMBERED,
    PREFIXES,
    bearing,
    kind_called,
    labelled,
    named,
    numbered,
    pattern_of,
)
from kg.questions.spelling import alike, code_as_printed, codes_of, number_behind, number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from kg.questions.binding import Term, Value
    from kg.questions.catalogue import Question
    from kg.questions.header import Parameter
    from kg.store.port import Store

LITERALS = ("text", "integer", "lang")
"""Types of parameters whose values are no things."""

_SHORT = r"(?:[a-z0-9-]+/)+[^\s/]+"
_CHOICES_SHOWN = 8
_NAMES_COMPARED = 500_000
"""More than a hundred plans have; what is compared is in memory."""


def resolve_parameters(
    store: Store,
    question: Question,
    values: Mapping[str, Value],
    lang: str | None = None,
    *,
    trusts_iris: bool = False,
) -> dict[str, Term]:
    """Turn the values given for a question into terms.

    Args:
        store: Where labels and codes are looked up.
        question: The question.
        values: Values by name of parameter; those left out take their default.
        lang: What the parameter ``lang`` takes for its default, if there is one.
        trusts_iris: Take an IRI without looking whether there is such a thing.

    Returns:
        A term for each parameter of the question.

    Raises:
        ParameterError: If a name is unknown, or a value missing, wrong, unknown or ambiguous.
    """
    if not values.keys() <= question.params.keys():
        raise _unknown_parameter(question, values)
    terms: dict[str, Term] = {}
    for name, parameter in question.params.items():
        value = values.get(name)
        if value is None:
            value = lang if lang is not None and name == "lang" else parameter.default
        if value is None:
            raise missing(parameter)
        iri = as_iri(value, name) if trusts_iris and parameter.type not in LITERALS else None
        terms[name] = _value_for(store, question, parameter, value) if iri is None else iri
    return terms


def _value_for(store: Store, question: Question, parameter: Parameter, value: Value) -> Term:
    if not question.is_about_editions:
        return resolve_value(store, parameter, value)
    from kg.questions.older import resolve_for  # which few questions need

    return resolve_for(store, question, parameter, value)


def _unknown_parameter(question: Question, values: Mapping[str, Value]) -> ParameterError:
    name = next(name for name in values if name not in question.params)
    return ParameterError(
        f"the question {question.name!r} has no parameter {name!r}",
        hint=f"Its parameters: {', '.join(question.params) or 'none'}",
    )


def resolve_value(store: Store, parameter: Parameter, value: Value) -> Term:
    """Turn one value into the term that its parameter wants.

    Args:
        store: Where labels and codes are looked up.
        parameter: Says which type of value is wanted.
        value: A text, a number or an IRI.

    Raises:
        ParameterError: If the value is wrong, unknown or ambiguous.
    """
    if parameter.type in LITERALS:
        return as_literal(parameter, value)
    return resolve_thing(store, parameter.type, value, parameter.name)


def resolve_thing(store: Store, type: str, value: Value, name: str = "thing") -> NamedNode:
    """Find the one thing that a person means.

    Args:
        store: Where labels and codes are looked up.
        type: ``asset``, ``project``, ``goal``, ``field``, ``agent``, ``area``, ``instrument``, or
            ``resource`` for any.
        value: Its label, its code or number, its IRI, or what of it stands below the base:
            ``asset/釧路港``.
        name: Name of the parameter, for messages.

    Returns:
        The IRI of the thing.

    Raises:
        UnknownNameError: If nothing bears the label, code or number.
        ParameterError: If there is none, or more than one; the message names the choices.
    """
    iri = as_iri(value, name)
    if iri is not None:
        for one in (iri, with_letters(iri)):
            if one is not None and _exists(store, type, one):
                return one
        kind = "thing" if type == "resource" else type
        raise ParameterError(
            f"the value of {name!r} is no {kind} of this dataset: <{iri.value}>",
            hint=f"Give its label or its IRI; `kg search` finds {kind}s by their words",
        )
    text = as_text(value, name).strip()
    found = _as_written(store, type, text)
    if not found:
        found, labels = _by_folded_name(store, type, text)
        if not found:
            if type == "resource" and codes_of(text):
                labels = _by_folded_name(store, "project", text)[1]
            raise _unknown(store, name, type, text, labels)
    if len(found) > 1:
        raise _ambiguous(name, text, found)
    return NamedNode(next(iter(found)))


def is_named(store: Store, parameter: Parameter, value: Value) -> bool:
    """Say whether a value names one thing as it is written, without comparing folded names.

    Args:
        store: Where labels and codes are looked up.
        parameter: The parameter.
        value: The value; of one that is no thing there is nothing to look up.

    Raises:
        ParameterError: If it is no value.
        InputError: If the store is damaged.
        EndpointError: If an endpoint fails.
    """
    if parameter.type in LITERALS:
        return True
    iri = as_iri(value, parameter.name)
    if iri is not None:
        return _exists(store, parameter.type, iri)
    text = as_text(value, parameter.name).strip()
    found = _first_two(store, parameter.type, text) or _as_written(store, parameter.type, text)
    return len(found) == 1


def means(store: Store, type: str, text: str, thing: NamedNode) -> bool:
    """Say whether ``resolve_thing`` finds a thing, and no other, by a name."""
    try:
        if as_iri(text, "thing") is None and (found := _first_two(store, type, text.strip())):
            return found == {thing.value}
        return resolve_thing(store, type, text) == thing
    except ParameterError:
        return False


def _first_two(store: Store, type: str, text: str) -> set[str]:
    """Find two of what ``_as_written`` finds first: of many plans each may have one."""
    if type in ("project", "resource") and (codes := codes_of(text)):
        return _things(store, f"{bearing('project', codes)} . {pattern_of('project')}", most=2)
    if type in NUMBERED and (number := number_of(text)) is not None:
        return _things(store, numbered(type, number), most=2)
    return _things(store, labelled(type, text), most=2)


def _as_written(store: Store, type: str, text: str) -> dict[str, str]:
    """Find what has a text for its code, its number, its name or the end of its IRI."""
    found: dict[str, str] = {}
    if type in ("project", "resource") and (codes := codes_of(text)):
        found = _by_name(store, "project", codes)
    if type in NUMBERED and (number := number_of(text)) is not None:
        found = _labels(store, numbered(type, number))
    if not found and text:
        found = _by_name(store, type, [text])
        if not found and type == "resource":  # a project's code may be any word
            found = _by_name(store, "project", [text, code_as_printed(text)])
    if not found and "/" in text:
        import re  # most texts do without, and it takes long to import

        if re.fullmatch(_SHORT, text):
            found = _by_short_iri(store, type, text)
    if not found and type in NUMBERED:
        number = number_behind(text, names_of(store, kind_called(type)))
        found = {} if number is None else _labels(store, numbered(type, number))
    return found


def _exists(store: Store, type: str, iri: NamedNode) -> bool:
    pattern = (
        f"?thing ?property ?value . {pattern_of(type)}"
        if type != "resource"
        else ("{ ?thing ?property ?value } UNION { ?other ?property ?thing }")
    )
    query = (
        f"{PREFIXES}SELECT ?thing WHERE {{ VALUES ?thing {{ {write_term(iri)} }} "
        f"{pattern} }} LIMIT 1"
    )
    _, rows = store.select(query)
    return any(True for _ in rows)


def _by_name(store: Store, type: str, names: list[str]) -> dict[str, str]:
    """Find the things of a type that bear one of some names: their labels by IRI.

    Nearly always one thing bears the label; what else there is to know is asked only if not.
    """
    if len(names) == 1:
        found = _things(store, labelled(type, names[0]))
        if len(found) == 1:
            return dict.fromkeys(found, "")
    return _labels(store, f"{bearing(type, names)} . {pattern_of(type)}")


def _by_short_iri(store: Store, type: str, text: str) -> dict[str, str]:
    """Find the things whose IRIs end in a text that lacks only the base."""
    end = write_term(Literal(f"/{text}"))
    return _labels(store, f"{pattern_of(type)} FILTER(STRENDS(STR(?thing), {end}))")


def _things(store: Store, pattern: str, most: int | None = None) -> set[str]:
    """Return the IRI of each ``?thing`` that a pattern finds, or of so many of them."""
    end = "" if most is None else f" LIMIT {most}"
    query = f"{PREFIXES}SELECT DISTINCT ?thing WHERE {{ {pattern} }}{end}"
    rows: Iterable[Any] = store.select(query)[1]
    return {row[0].value for row in rows}


def names_of(store: Store, pattern: str) -> list[str]:
    """Return each ``?name`` that a pattern finds."""
    rows: Iterable[Any] = store.select(f"{PREFIXES}SELECT DISTINCT ?name WHERE {{ {pattern} }}")[1]
    return [row[0].value for row in rows]


def _labels(store: Store, pattern: str) -> dict[str, str]:
    """Return the ``?label`` of each ``?thing`` that a pattern finds, by IRI."""
    query = (
        f"{PREFIXES}SELECT DISTINCT ?thing ?label WHERE {{ {pattern} "
        "OPTIONAL { ?thing rdfs:label ?label } } ORDER BY ?thing ?label"
    )
    rows: Iterable[Any] = store.select(query)[1]
    found: dict[str, str] = {}
    for thing, label in rows:
        if isinstance(thing, NamedNode):
            found.setdefault(thing.value, "" if label is None else label.value)
    return found


def _by_folded_name(store: Store, type: str, text: str) -> tuple[dict[str, str], list[str]]:
    """Compare folded names: the things found, and else all names for finding near ones."""
    query = (
        f"{PREFIXES}SELECT DISTINCT ?thing ?name WHERE {{ {named(type)} }} "
        f"LIMIT {_NAMES_COMPARED}"
    )  # put in order below: with many plans a store takes three times as long with ORDER BY
    rows: Iterable[Any] = store.select(query)[1]
    wanted = alike(text)
    found: dict[str, str] = {}
    names: dict[str, None] = {}
    for thing, name in sorted(
        {(thing.value, label.value) for thing, label in rows if isinstance(thing, NamedNode)}
    ):
        names[name] = None
        if wanted and alike(name) == wanted:
            found[thing] = name
    return found, list(names)


def _ambiguous(name: str, text: str, found: Mapping[str, str]) -> AmbiguousError:
    shown = [f"{label} <{iri}>" if label else f"<{iri}>" for iri, label in found.items()]
    more = len(shown) - _CHOICES_SHOWN
    if more > 0:
        shown = [*shown[:_CHOICES_SHOWN], f"and {more} more"]
    return AmbiguousError(
        f"the value of {name!r} fits {len(found)} things: {text!r}",
        hint="\n    ".join(["Give the IRI of one of them:", *shown]),
        choices=list(found),
    )


def _unknown(store: Store, name: str, type: str, text: str, names: list[str]) -> UnknownNameError:
    from kg.questions.nearest import nearest

    kind = "thing" if type == "resource" else type
    near = nearest(text, names, _readings(store, type))
    search = f"`kg search` finds {kind}s by their words"
    hint = f"Did you mean {'、'.join(near.values())}? {search}" if near else search
    message = f"the value of {name!r} is no {kind} of this dataset: {text!r}"
    return UnknownNameError(message, hint=hint, near=list(near))


def _readings(store: Store, type: str) -> dict[str, list[str]]:
    """Return the readings of the things of a type, each with the labels of what is read so."""
    query = (
        f"{PREFIXES}SELECT DISTINCT ?reading ?label WHERE {{ {pattern_of(type)} "
        "?thing chiiki:reading ?reading ; rdfs:label ?label . "
        f'FILTER(LANG(?label) = "ja") }} ORDER BY ?reading ?label LIMIT {_NAMES_COMPARED}'
    )
    rows: Iterable[Any] = store.select(query)[1]
    found: dict[str, list[str]] = {}
    for reading, label in rows:
        found.setdefault(reading.value, []).append(label.value)
    return found
