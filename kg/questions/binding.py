"""Terms for the parameters of a question, and the query that holds them.

No value is ever pasted into a query. It becomes an RDF term, the RDF library writes the term,
and the written terms take the place of the example values in the query's one line of parameters.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError
from kg.questions.header import LANGUAGES
from kg.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from kg.questions.catalogue import Question
    from kg.questions.header import Parameter

    Term = NamedNode | Literal
    Value = str | int | NamedNode

_SCHEME_SIGNS = str.maketrans("", "", "+.-")
_ESCAPE = r"(?s)\\\\([uU])|\\u([0-9A-F]{4})|\\."


def write_term(term: Term) -> str:
    r"""Write a term as SPARQL that means the same to every engine.

    SPARQL allows ``\u0022`` anywhere in a query, and an engine may replace it before it reads
    the query at all (SPARQL 1.1 Query, 19.2). Such an engine takes the end of the literal
    ``"\\u0022"``, which says backslash, u, 0, 0, 2, 2, for a quotation mark, and the words
    behind it for a part of the query. So a ``u`` behind a backslash is written as the code
    point escape of itself, and all code point escapes with eight digits, lest digits behind a
    short one be taken for its own.

    Args:
        term: An IRI or a literal.

    Returns:
        The term in one line.

    Example:
        >>> write_term(Literal('a"b'))
        '"a\\"b"'
        >>> write_term(Literal(r"\u0022"))
        '"\\\\\\U000000750022"'
    """
    written = str(term)
    if "\\" not in written:
        return written
    import re  # seldom needed, and it takes long to import

    return re.sub(_ESCAPE, _escape, written)


def write_iris(texts: Iterable[str]) -> list[str]:
    """Write IRIs as SPARQL; what is none is left out, for nothing is said of it.

    Args:
        texts: IRIs, or what was taken for them.

    Returns:
        The terms.

    Example:
        >>> write_iris(["https://example.jp/a", "no IRI"])
        ['<https://example.jp/a>']
    """
    terms = []
    for text in texts:
        try:
            terms.append(write_term(NamedNode(text)))
        except ValueError:
            continue
    return terms


def _escape(match: re.Match[str]) -> str:
    letter, digits = match.groups()
    if letter is not None:
        return f"\\\\\\U{ord(letter):08X}"
    return match[0] if digits is None else f"\\U0000{digits}"


def bind(question: Question, terms: Mapping[str, Term]) -> str:
    """Put terms in the place of a question's example values.

    Args:
        question: The question.
        terms: A term for each of its parameters.

    Returns:
        The query, ready to be asked.

    Raises:
        ParameterError: If a parameter has no term.
    """
    return question.with_values(write_row(question, terms))


def write_row(question: Question, terms: Mapping[str, Term]) -> str:
    """Write terms as SPARQL, in the order of a question's one line of parameters.

    Args:
        question: The question.
        terms: A term for each of its parameters.

    Returns:
        What stands in that line's inner brackets.

    Raises:
        ParameterError: If a parameter has no term.
    """
    try:
        return " ".join([write_term(terms[name]) for name in question.variables])
    except KeyError as error:
        raise missing(question.params[error.args[0]]) from None


def missing(parameter: Parameter) -> ParameterError:
    """Return the error of a parameter that was not given."""
    return ParameterError(
        f"the parameter {parameter.name!r} is missing",
        hint=f"It is of type {parameter.type}, for example {parameter.example}",
    )


def as_iri(value: Value, name: str) -> NamedNode | None:
    """Return the IRI that a value is, or None when it does not look like one.

    Args:
        value: An IRI node, or a text that may be an IRI, with or without angle brackets.
        name: Name of the parameter, for messages.

    Raises:
        ParameterError: If it looks like an IRI and is none.
    """
    if isinstance(value, NamedNode):
        return value
    text = str(value).strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if not _has_scheme(text):
        return None
    try:
        return NamedNode(text)
    except ValueError as error:
        raise ParameterError(
            f"the value of {name!r} is no valid IRI: {_shown(text)}",
            hint=f"{error}; blanks and signs such as < > {{ }} may not stand in an IRI",
        ) from None


def with_letters(iri: NamedNode) -> NamedNode | None:
    """Return an IRI with the letters that it has percent-encoded, or None if it has none.

    Browsers copy ``asset/釧路港`` as ``asset/%E9%87%A7…``. What ASCII has stays encoded, as IRIs
    are minted: ``かわたび%20ほっかいどう``.
    """
    if "%" not in iri.value:
        return None
    import re  # most IRIs do without, and it takes long to import

    def decode(match: re.Match[str]) -> str:
        return bytes.fromhex(match.group().replace("%", "")).decode("utf-8")

    try:
        return NamedNode(re.sub("(?:%[89A-Fa-f][0-9A-Fa-f])+", decode, iri.value))
    except ValueError:  # no UTF-8, or no IRI
        return None


def _has_scheme(text: str) -> bool:
    """Say whether a text begins as an IRI does: ``https://…``, ``urn:…``."""
    scheme, _, rest = text.partition(":")
    if scheme == "urn" and rest[:1].isascii() and rest[:1].isalnum():
        return True
    plain = scheme.translate(_SCHEME_SIGNS)
    is_scheme = scheme[:1].isalpha() and plain.isalnum() and scheme.isascii()
    return is_scheme and rest.startswith("//")


def as_literal(parameter: Parameter, value: Value) -> Literal:
    """Return the literal for a parameter of type text, integer or lang.

    Args:
        parameter: The parameter.
        value: What was given.

    Raises:
        ParameterError: If the value is none of that type.
    """
    if parameter.type == "integer":
        return _integer(parameter, value)
    text = as_text(value, parameter.name)
    if parameter.type == "lang" and text not in LANGUAGES:
        raise ParameterError(
            f"the value of {parameter.name!r} is no language: {_shown(text)}",
            hint=f"Use one of {', '.join(LANGUAGES)}",
        )
    if not text:
        raise ParameterError(f"the value of {parameter.name!r} is empty")
    return Literal(text)


def as_text(value: Value, name: str) -> str:
    """Return a value as text that an RDF literal may hold.

    Raises:
        ParameterError: If it is no text, or holds half a character (a lone surrogate).
    """
    if isinstance(value, NamedNode):
        return value.value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ParameterError(
            f"the value of {name!r} must be a text or a number, not {type(value).__name__}"
        )
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParameterError(f"the value of {name!r} is not valid Unicode text: {text!a}") from None
    return text


def _integer(parameter: Parameter, value: Value) -> Literal:
    text = fold(as_text(value, parameter.name)).strip()
    try:
        return Literal(int(text))
    except (ValueError, OverflowError):
        raise ParameterError(
            f"the value of {parameter.name!r} is no whole number: {_shown(text)}",
            hint=f"For example {parameter.example}",
        ) from None


def _shown(text: str, limit: int = 60) -> str:
    """Return a value for a message: in one line, short, without control characters."""
    return repr(text if len(text) <= limit else text[:limit] + "…")
