"""Any SPARQL 1.1 endpoint, asked over HTTP with a time limit.

The request is SPARQLWrapper's; the answer is read by pyoxigraph, so that terms are the same
as those of the embedded store.

Source:
    SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/ (query via POST, 2.1.2)
"""

from __future__ import annotations

import re

import pyoxigraph

from kg.errors import EndpointError, GraphFileError, KgError, LimitError, UsageError
from kg.store.embedded import read_all, write_found
from kg.store.forms import QueryForms
from kg.store.xml_output import holding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from http.client import HTTPResponse
    from typing import IO

    from pyoxigraph import Triple

    from kg.store.port import Rows

MAX_ANSWER_BYTES = 256 * 1024 * 1024
_CHUNK_BYTES = 1 << 16
_LONGEST_QUOTE = 200
_PROLOGUE = re.compile(
    r"(?:\s|\#[^\r\n]*|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*(\w*)", re.IGNORECASE
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


_IS_BARE = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?a ?b ?c } }"


class RemoteStore(QueryForms):
    """A SPARQL endpoint. Implements ``kg.store.port.Store``.

    Its default graph must be the union of its graphs, as the canned queries expect.

    Args:
        endpoint: Its address, http or https.
        timeout_s: Seconds that one query may take in all, from look-up to last byte.
        graphs: IRIs of the graphs that alone are asked, if not all.

    Raises:
        UsageError: If the address or the limit is impossible.
    """

    __slots__ = ("graphs", "place", "timeout_s")

    def __init__(self, endpoint: str, timeout_s: float = 30, graphs: Sequence[str] = ()) -> None:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(endpoint)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or not endpoint.isascii() or any(sign <= " " for sign in endpoint):
            raise UsageError(
                f"{endpoint!r} is no address of a SPARQL endpoint",
                hint="Give one such as http://localhost:7878/query",
            )
        if not 0 < timeout_s < float("inf"):
            raise UsageError("the time limit must be a number of seconds above 0")
        self.place = endpoint
        self.timeout_s = timeout_s
        self.graphs = tuple(graphs)

    def within(self, graphs: Sequence[str]) -> RemoteStore:
        """Return the same endpoint, of which some graphs alone are asked."""
        return RemoteStore(self.place, self.timeout_s, graphs)

    def query(self, text: str, *, where: str | None = None) -> Rows | bool | Iterator[Triple]:
        """Ask any query.

        Args:
            text: SPARQL 1.1.
            where: The file it came from, for messages; None when a person wrote it just now.

        Returns:
            Variables and rows for SELECT, a truth for ASK, triples for CONSTRUCT and DESCRIBE.
            The whole answer has been read and checked.

        Raises:
            UsageError: If the endpoint calls the query wrong.
            GraphFileError: The same, when it came from a file.
            EndpointError: If the endpoint is down, too slow, or answers nonsense.
            LimitError: If the answer is larger than ``MAX_ANSWER_BYTES``.
        """
        form = _form_of(text, where)
        body, media_type = self._within_time(lambda: self._fetch(text, form, where))
        try:
            found = _parsed(body, media_type, form)
        except (SyntaxError, ValueError) as error:
            raise self._failed(
                f"the SPARQL endpoint sends what is no {media_type}: {error}"
            ) from error
        if not isinstance(found, tuple):
            return found
        names, rows = found[0], list(found[1])
        if not rows and not self.graphs:
            self._refuse_empty_default_graph()
        return names, iter(rows)

    def _refuse_empty_default_graph(self) -> None:
        """Tell an answer without rows from a server that looks into none of its graphs.

        Raises:
            EndpointError: If the default graph is empty while there are named graphs.
        """
        body, media_type = self._within_time(lambda: self._fetch(_IS_BARE, "ASK", None))
        try:
            is_bare = _parsed(body, media_type, "ASK")
        except (SyntaxError, ValueError):
            return
        if is_bare is True:
            raise EndpointError(
                "the SPARQL endpoint answers from a default graph that is empty",
                where=self.place,
                hint="Let the server use the union of its graphs as default graph "
                "(oxigraph serve: --union-default-graph)",
            )

    def write(
        self,
        text: str,
        media_type: str,
        output: IO[bytes],
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> None:
        """Ask any query and write its answer; see ``EmbeddedStore.write``.

        Raises:
            UsageError: If the endpoint calls the query wrong, or the format does not fit.
            EndpointError: If the endpoint is down, too slow, or answers nonsense.
            LimitError: If the answer is larger than ``MAX_ANSWER_BYTES``.
        """
        form = _form_of(text, None)
        dataset = None
        if default_graphs or named_graphs:
            dataset = {"default-graph-uri": default_graphs, "named-graph-uri": named_graphs}
        body, came_as = self._within_time(lambda: self._fetch(text, form, None, dataset))
        found: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean
        try:
            if form in ("CONSTRUCT", "DESCRIBE"):
                _write_graph(body, came_as, media_type, output)
                return
            rows_format = pyoxigraph.QueryResultsFormat.from_media_type(came_as)
            if rows_format is None:
                raise ValueError("this is no media type of SPARQL results")
            found = pyoxigraph.parse_query_results(body, format=rows_format)
            write_found(found, media_type, output)
        except (SyntaxError, ValueError) as error:
            raise self._failed(
                f"the SPARQL endpoint sends what is no {came_as}: {error}"
            ) from error

    def _within_time(self, fetch: Callable[[], tuple[bytes, str]]) -> tuple[bytes, str]:
        """Run a request beside this thread: a name look-up and dripping headers know no limit."""
        import threading

        outcome: list[tuple[bytes, str] | BaseException] = []

        def run() -> None:
            try:
                outcome.append(fetch())
            except BaseException as error:  # raised again below, in the caller's thread
                outcome.append(error)

        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        worker.join(self.timeout_s)
        if not outcome:
            raise self._slow()
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        return outcome[0]

    def _fetch(
        self,
        text: str,
        form: str,
        where: str | None,
        dataset: Mapping[str, Sequence[str]] | None = None,
    ) -> tuple[bytes, str]:
        from http.client import HTTPException
        from time import monotonic
        from urllib.error import HTTPError, URLError

        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        deadline = monotonic() + self.timeout_s
        rows = form in ("SELECT", "ASK")
        request = SPARQLWrapper(self.place, agent="chiiki-kg")
        request.setMethod(POST)
        request.setOnlyConneg(True)
        request.setReturnFormat(JSON if rows else TURTLE)
        request.setTimeout(self.timeout_s)  # type: ignore[arg-type]
        # setQuery() would guess the form and take a word of a comment for an update.
        request.queryString, request.queryType = text, form
        own = dict.fromkeys(("default-graph-uri", "named-graph-uri"), self.graphs)
        for name, iris in (dataset or own).items():
            for iri in iris:
                request.addParameter(name, iri)
        try:
            with request.query().response as response:
                self._check_is_here(response.geturl())
                return _read_answer(response, deadline), response.headers.get_content_type()
        except SPARQLWrapperException as error:
            raise self._refused(error, where) from error
        except HTTPError as error:
            with error:
                raise self._failed(
                    f"the SPARQL endpoint answers HTTP {error.code} {error.reason}"
                ) from error
        except TimeoutError as error:
            raise self._slow() from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._slow() from error
            raise self._failed(
                f"the SPARQL endpoint cannot be reached: {_reason(error.reason)}"
            ) from error
        except (OSError, HTTPException, ValueError) as error:
            raise self._failed(
                f"the SPARQL endpoint breaks off its answer: {_reason(error)}"
            ) from error

    def _refused(self, error: Exception, where: str | None) -> KgError:
        """Explain the statuses that SPARQLWrapper has errors for: 400, 401, 404, 414, 500."""
        from urllib.error import HTTPError

        response, said = error.__context__, _quoted(error)
        status = getattr(response, "code", 0)
        if isinstance(response, HTTPError):
            response.close()
        if status == 400:
            kind = GraphFileError if where else UsageError
            return kind(f"the endpoint {self.place} calls the query wrong{said}", where=where)
        return self._failed(f"the SPARQL endpoint answers HTTP {status}{said}")

    def _check_is_here(self, place: str) -> None:
        """Refuse what a redirect led to: it was asked by GET, and without the query.

        An endpoint answers that with what describes it, which looks like a graph that was asked.
        """
        if place.partition("?")[0] != self.place.partition("?")[0]:
            told = f"the SPARQL endpoint redirects to {place[:_LONGEST_QUOTE]}"
            raise self._failed(told, "Give that address, if it is the right one")

    def _failed(
        self, message: str, hint: str = "Check that the address is right and the server runs"
    ) -> EndpointError:
        return EndpointError(message, where=self.place, hint=hint)

    def _slow(self) -> EndpointError:
        return EndpointError(
            f"the SPARQL endpoint did not answer within {self.timeout_s:g} s",
            where=self.place,
            hint="Allow more with --timeout SECONDS, or ask for less",
        )


def _form_of(text: str, where: str | None) -> str:
    """Return the form of a query.

    Raises:
        UsageError: If it has none.
        GraphFileError: The same, when it came from a file.
    """
    match = _PROLOGUE.match(text)
    form = match[1].upper() if match else ""
    if form not in _FORMS:
        kind = GraphFileError if where else UsageError
        raise kind("the query is neither SELECT nor ASK, CONSTRUCT or DESCRIBE", where=where)
    return form


def _write_graph(body: bytes, came_as: str, media_type: str, output: IO[bytes]) -> None:
    """Write the triples of an answer in another format."""
    came_format = pyoxigraph.RdfFormat.from_media_type(came_as)
    graph_format = pyoxigraph.RdfFormat.from_media_type(media_type)
    if came_format is None:
        raise ValueError("this is no media type of RDF")
    if graph_format is None:
        raise UsageError(f"a graph cannot be written as {media_type}")
    triples = [quad.triple for quad in pyoxigraph.parse(body, format=came_format)]
    pyoxigraph.serialize(triples, holding(output, graph_format), format=graph_format)


def _read_answer(response: HTTPResponse, deadline: float) -> bytes:
    """Read a response to its end, within time and size."""
    from time import monotonic

    pieces, size = [], 0
    while piece := response.read1(_CHUNK_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise LimitError(
                f"the answer is larger than {MAX_ANSWER_BYTES >> 20} MiB",
                hint="Ask for less, for instance with LIMIT",
            )
        if monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise ConnectionResetError(f"{response.length} bytes are missing")
    return b"".join(pieces)


def _parsed(body: bytes, media_type: str, form: str) -> Rows | bool | Iterator[Triple]:
    """Read the body of an answer.

    Raises:
        SyntaxError: If the body is not what its media type says.
        ValueError: If the media type is none of a query's answer.
    """
    if form in ("CONSTRUCT", "DESCRIBE"):
        rdf_format = pyoxigraph.RdfFormat.from_media_type(media_type)
        if rdf_format is None:
            raise ValueError("this is no media type of RDF")
        return iter([quad.triple for quad in pyoxigraph.parse(body, format=rdf_format)])
    results_format = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    if results_format is None:
        raise ValueError("this is no media type of SPARQL results")
    found = read_all(pyoxigraph.parse_query_results(body, format=results_format))
    if isinstance(found, bool) != (form == "ASK"):
        raise ValueError("a truth instead of rows" if form == "SELECT" else "rows, not a truth")
    return found


def _quoted(error: Exception) -> str:
    """Dig the server's words out of an error of SPARQLWrapper, which holds bytes as written."""
    from ast import literal_eval

    _, _, written = str(error).partition("Response:\n")
    try:
        words = literal_eval(written).decode("utf-8", "replace").split()
    except (SyntaxError, ValueError, AttributeError):
        return ""
    text = " ".join(words)
    return f": {text[:_LONGEST_QUOTE]}" if text else ""


def _reason(error: object) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
