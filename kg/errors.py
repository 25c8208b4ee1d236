"""The errors of chiiki-kg: one tree for exit codes and messages.

::

    KgError                what went wrong, where, and what to do
      UsageError           the caller asked for something impossible      exit 2
        ParameterError     a canned query got a wrong or missing value    exit 2
        NotFoundError      no such plan, thing, query or dataset          exit 2
        FormatError        the wanted format cannot hold the answer       exit 2
      InputError           a file was read but cannot be understood       exit 1
        SourceError        a plan's document is no readable text
        LayoutError        a layout file is wrong
        PlanFileError      a plan.toml is wrong
        ParseError         the document does not follow its layout
        GraphFileError     an ontology, shape, query or RDF file is wrong
      IriError             an IRI cannot be minted                        exit 1
      OutputError          a folder or file cannot be written             exit 1
      BusyError            another build is writing                       exit 1
      EndpointError        a SPARQL endpoint is down, slow or talks nonsense  exit 1
      LimitError           a time or size limit was reached               exit 1

That data does not conform is not an error but a finding: validation returns a report.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike


class KgError(Exception):
    """Something that stops the work, told to a person in one message.

    Args:
        message: What went wrong, in one sentence without a final stop.
        where: File the trouble is in, or None.
        line: Line of that file, counted from 1, or None.
        hint: What to do about it, in one sentence, or None.
        others: More errors that were found at once, each to be told as well.
    """

    code = "error"
    exit_status = 1

    def __init__(
        self,
        message: str,
        *,
        where: str | PathLike[str] | None = None,
        line: int | None = None,
        hint: str | None = None,
        others: Sequence[KgError] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = None if where is None else str(where)
        self.line = line
        self.hint = hint
        self.others = tuple(others)

    @property
    def place(self) -> str | None:
        """Where it happened, as ``file:line``, ``file`` or None."""
        if self.where is None:
            return None if self.line is None else f"line {self.line}"
        return self.where if self.line is None else f"{self.where}:{self.line}"

    def __str__(self) -> str:
        parts = [self.message if self.place is None else f"{self.place}: {self.message}"]
        if self.hint:
            parts.append(self.hint)
        return ". ".join(parts)


class UsageError(KgError):
    """The caller asked for something that cannot be done."""

    code = "usage"
    exit_status = 2


class ParameterError(UsageError):
    """A parameter of a canned query is missing, unknown or has a wrong value."""

    code = "parameter"


class UnknownNameError(ParameterError):
    """Nothing bears the name that was given as a value.

    Args:
        message: As of every error.
        hint: As of every error.
        near: Names of what may be meant, the nearest first.
    """

    def __init__(self, message: str, *, hint: str | None = None, near: Sequence[str] = ()) -> None:
        super().__init__(message, hint=hint)
        self.near = tuple(near)


class AmbiguousError(ParameterError):
    """The value of a parameter fits several things.

    Args:
        message: As of every error.
        hint: As of every error.
        choices: IRIs of what may be meant.
    """

    def __init__(
        self, message: str, *, hint: str | None = None, choices: Sequence[str] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.choices = tuple(choices)


class NotFoundError(UsageError):
    """There is no such plan, thing, query or dataset."""

    code = "not-found"


class FormatError(UsageError):
    """The format that is wanted cannot hold the answer."""

    code = "not-acceptable"


class InputError(KgError):
    """A file was read but cannot be understood."""

    code = "input"


class SourceError(InputError):
    """A plan's document is not readable text."""

    code = "source"


class LayoutError(InputError):
    """A layout file is wrong."""

    code = "layout"


class PlanFileError(InputError):
    """A plan.toml is wrong."""

    code = "plan-file"


class ParseError(InputError):
    """The document does not follow its layout."""

    code = "parse"


class GraphFileError(InputError):
    """An ontology, shape, query or RDF file is wrong."""

    code = "graph-file"


class IriError(KgError):
    """An IRI cannot be minted from what was given."""

    code = "iri"


class OutputError(KgError):
    """A folder or file cannot be written."""

    code = "output"


class BusyError(KgError):
    """Another build is writing to the same dataset."""

    code = "busy"


class EndpointError(KgError):
    """A SPARQL endpoint is down, too slow or answers nonsense."""

    code = "endpoint"


class LimitError(KgError):
    """A time or size limit was reached."""

    code = "limit"
