"""An Oxigraph store on this disk, opened read-only; any number of processes may share it.

Queries see the merge of all graphs as the default graph, but for those of editions that are not
current (``kg.store.quads``).

Source:
    pyoxigraph: https://pyoxigraph.readthedocs.io/en/stable/store.html
"""

from __future__ import annotations

import os
from itertools import islice

import pyoxigraph

from kg.errors import EndpointError, GraphFileError, InputError, KgError, UsageError
from kg.store.forms import QueryForms, wrong_form
from kg.store.versions import current_path
from kg.store.xml_output import holding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO, Any, TypeVar

    from pyoxigraph import NamedNode, Triple

    from kg.store.port import Row, Rows
    from kg.store.sparing import SparingStore

    Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
    Read = TypeVar("Read")

SIZES = ".sizes"
"""What stands behind a store's name in the name of the file that lists its files' sizes."""


class EmbeddedStore(QueryForms):
    """A store of this process. Implements ``kg.store.port.Store``.

    Args:
        store: The Oxigraph store.
        place: Where it stands, for messages.
        graphs: IRIs of the graphs that alone are asked, if not all.
    """

    __slots__ = ("_dataset", "_is_union", "_store", "graphs", "place")

    def __init__(
        self,
        store: pyoxigraph.Store | SparingStore,
        place: str = "memory",
        graphs: Sequence[str] = (),
    ) -> None:
        self._store = store
        self.place = place
        self.graphs = tuple(graphs)
        self._dataset: list[Any] = [pyoxigraph.NamedNode(iri) for iri in graphs]
        # A store that ``kg build`` made has the merge of its graphs as default graph.
        merged = store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
        self._is_union = next(merged, None) is None

    @classmethod
    def open(cls, path: str, *, is_sparing: bool = False) -> EmbeddedStore:
        """Open the store of a folder, read-only.

        Args:
            path: Folder of the store.
            is_sparing: Whether to keep little of what was read rather than to read it once.

        Returns:
            The store.

        Raises:
            InputError: If there is none or it is damaged.
        """
        try:
            _check_sizes(path)
            if is_sparing:
                from kg.store.sparing import SparingStore  # which few need

                return cls(SparingStore(path), path)
            return cls(pyoxigraph.Store.read_only(path), path)
        except (OSError, RuntimeError, ValueError) as error:
            raise _damaged(error, path) from error

    @classmethod
    def load(cls, path: str) -> EmbeddedStore:
        """Load a file into memory: dearer to open than a folder, some times faster to ask.

        Args:
            path: A file of N-Quads, such as ``dataset.nq`` of a version.

        Returns:
            The store.

        Raises:
            InputError: If the file cannot be read or is damaged.
        """
        from kg.store.quads import load_quads

        store = pyoxigraph.Store()
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to import
                load_quads(store, file)
        except (OSError, SyntaxError) as error:
            raise _damaged(error, path) from error
        return cls(store, path)

    def within(self, graphs: Sequence[str]) -> EmbeddedStore:
        """Return the same store, of which some graphs alone are asked.

        Args:
            graphs: Their IRIs. Of these no two may have one triple: Oxigraph finds it twice.

        Raises:
            UsageError: If one is no IRI.
        """
        try:
            return EmbeddedStore(self._store, self.place, graphs)
        except ValueError as error:
            raise UsageError(f"the name of a graph is no IRI: {error}") from error

    def __len__(self) -> int:
        """Count the quads of named graphs, by reading all of them."""
        merged = pyoxigraph.DefaultGraph()
        try:
            return sum(quad.graph_name != merged for quad in self._store)
        except (OSError, RuntimeError) as error:
            raise _damaged(error, self.place) from error

    def query(self, text: str, *, where: str | None = None) -> Rows | bool | Iterator[Triple]:
        """Ask any query.

        Args:
            text: SPARQL 1.1.
            where: The file it came from, for messages; None when a person wrote it just now.

        Returns:
            Variables and rows for SELECT, a truth for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            UsageError: If the query is wrong.
            GraphFileError: The same, when it came from a file.
            InputError: If the store is damaged.
            EndpointError: If the query asks another endpoint, which fails.
        """
        return self._read(text, where, read_all)

    def first_of(
        self, text: str, most: int | None, *, where: str | None = None
    ) -> tuple[list[str], Sequence[Row], int]:
        """Ask a SELECT query for its first rows; see ``kg.store.port.Store``."""

        def read(found: Found) -> tuple[list[str], Sequence[Row], int]:
            try:
                if not isinstance(found, pyoxigraph.QuerySolutions):
                    raise wrong_form("SELECT", where)
                names, rows = _names(found), list(map(tuple, islice(found, most)))
                total = len(rows)
                for _ in found:
                    total += 1
                return names, rows, total
            finally:
                del found  # as in ``read_all``

        return self._read(text, where, read)

    def _read(self, text: str, where: str | None, read: Callable[[Found], Read]) -> Read:
        """Ask a query and read what it found; see ``read_all``."""
        found = None
        try:
            found = self._found(text)
            return read(found)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise self._explained(error, text, where) from error
        finally:
            del found

    def said_of(
        self, things: Sequence[NamedNode], properties: Sequence[NamedNode] = ()
    ) -> Iterable[Row]:
        """Look up what is said of some things; see ``kg.store.port.Store``.

        Raises:
            InputError: If the store is damaged.
        """
        graphs = self._graphs()
        try:
            rows = [
                (thing, quad.predicate, quad.object)
                for thing in dict.fromkeys(things)
                for prop in dict.fromkeys(properties or (None,))
                for graph in graphs
                for quad in self._store.quads_for_pattern(thing, prop, None, graph)
            ]
        except (OSError, RuntimeError) as error:
            raise _damaged(error, self.place) from error
        return dict.fromkeys(rows) if self._is_union else rows

    def pointing_to(self, thing: NamedNode, most: int) -> Sequence[Row]:
        """Look up what points to a thing; see ``kg.store.port.Store``.

        Raises:
            InputError: If the store is damaged.
        """
        if self._is_union:  # which finds a statement once for each graph that has it
            return super().pointing_to(thing, most)
        try:
            quads = (
                quad
                for graph in self._graphs()
                for quad in self._store.quads_for_pattern(None, None, thing, graph)
            )
            return [(quad.subject, quad.predicate) for quad in islice(quads, most)]
        except (OSError, RuntimeError) as error:
            raise _damaged(error, self.place) from error

    def _graphs(self) -> list[Any]:
        """Return the graphs in which a look-up looks; None stands for all of them."""
        return self._dataset or [None if self._is_union else pyoxigraph.DefaultGraph()]

    def write(
        self,
        text: str,
        media_type: str,
        output: IO[bytes],
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> None:
        """Ask any query and write what it finds, without making Python objects of it.

        Args:
            text: SPARQL 1.1.
            media_type: Format of the answer: one of rows and truths for SELECT and ASK, one of
                graphs for the rest.
            output: What to write to; an error that it raises ends the query.
            default_graphs: IRIs of the graphs whose union is the default graph; without them
                and ``named_graphs`` it is the union of all.
            named_graphs: IRIs of the graphs that GRAPH sees; without them all.

        Raises:
            UsageError: If the query or an IRI is wrong.
            InputError: If the store is damaged.
            EndpointError: If the query asks another endpoint, which fails.
        """
        found = None
        try:
            if default_graphs or named_graphs:
                found = self._store.query(
                    text,
                    default_graph=[pyoxigraph.NamedNode(iri) for iri in default_graphs],
                    named_graphs=[pyoxigraph.NamedNode(iri) for iri in named_graphs],
                )
            else:
                found = self._found(text)
            write_found(found, media_type, output)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise self._explained(error, text, None) from error
        finally:
            del found

    def _found(self, text: str) -> Any:
        """Ask the graphs that the query names with FROM, else the merge of all.

        Oxigraph does not look at FROM if told to ask the union of all.
        """
        if self._dataset:
            return self._store.query(text, default_graph=self._dataset, named_graphs=self._dataset)
        if not self._is_union:
            return self._store.query(text)
        is_union = True
        if "FROM" in text.upper():
            from kg.store.query_text import look_at

            is_union = not look_at(text).has_dataset
        return self._store.query(text, use_default_graph_as_union=is_union)

    def _explained(self, error: Exception, text: str, where: str | None) -> KgError:
        """Turn what Oxigraph raised into an error for people."""
        if isinstance(error, SyntaxError):
            from kg.store.syntax import syntax_error  # which right queries do without

            return syntax_error(str(error), text, where)
        said = str(error)
        if said.startswith(("IO error", "Corruption")):
            return _damaged(error, self.place)
        if isinstance(error, OSError):
            return EndpointError(f"a SERVICE of the query cannot be asked: {said}", where=where)
        kind = GraphFileError if where else UsageError
        return kind(f"the query cannot be answered: {said}", where=where)


def is_lasting(name: str) -> bool:
    """Say whether a file of a store holds data, by its name; RocksDB's logs hold none."""
    return not name.startswith("LOG")


def _check_sizes(path: str) -> None:
    """Find files that are cut or missing: RocksDB takes a cut list of its files for a shorter one.

    Raises:
        OSError: If the sizes are not those that were written down when the store was made.
    """
    try:
        with open(path + SIZES, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slow to import
            wanted = dict(line.split()[::-1] for line in file)
    except FileNotFoundError:
        return  # a store that was not made by ``kg build``
    for name, size in wanted.items():
        if os.stat(f"{path}/{name}").st_size != int(size):  # noqa: PTH116
            raise OSError(f"{name} is not as long as it was made")


def read_all(found: Found) -> Rows | bool | Iterator[Triple]:
    """Read what a query found to its end.

    Oxigraph's own iterators must end in the thread in which they began. Kept alive by a
    traceback or a half-read generator, they could be collected in another.

    Args:
        found: What Oxigraph returned.

    Returns:
        Variables and rows, a truth, or triples.
    """
    try:
        if isinstance(found, pyoxigraph.QuerySolutions):
            return _names(found), iter(list(map(tuple, found)))
        if isinstance(found, pyoxigraph.QueryBoolean):
            return bool(found)
        return iter(list(found))
    finally:
        del found  # an error's traceback would keep it


def _names(found: pyoxigraph.QuerySolutions) -> list[str]:
    return [variable.value for variable in found.variables]


def write_found(found: Found, media_type: str, output: IO[bytes]) -> None:
    """Write what a query found.

    Args:
        found: What Oxigraph returned.
        media_type: Format, one that fits the form of the query.
        output: What to write to.

    Raises:
        UsageError: If the format does not fit.
        FormatError: If it cannot hold what was found.
    """
    if isinstance(found, pyoxigraph.QueryTriples):
        graph_format = pyoxigraph.RdfFormat.from_media_type(media_type)
        if graph_format is None:
            raise UsageError(f"a graph cannot be written as {media_type}")
        found.serialize(holding(output, graph_format), graph_format)
        return
    rows_format = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    if rows_format is None:
        raise UsageError(f"rows cannot be written as {media_type}")
    found.serialize(holding(output, rows_format), rows_format)


def open_current(folder: str) -> tuple[EmbeddedStore, str]:
    """Open the version of a dataset that answers now.

    Args:
        folder: The dataset folder.

    Returns:
        The store, and the path of the version.

    Raises:
        NotFoundError: If nothing was built there.
        InputError: If the dataset is damaged.
    """
    version = current_path(folder)
    try:
        return EmbeddedStore.open(f"{version}/store"), version
    except InputError:
        # Two builds may have ended since the name of the version was read.
        latest = current_path(folder)
        if latest == version:
            raise
        return EmbeddedStore.open(f"{latest}/store"), latest


def _damaged(error: Exception, path: str) -> InputError:
    return InputError(
        f"the store is damaged or incomplete: {str(error).splitlines()[0]}",
        where=path,
        hint="Run `kg build --force` to make it again from the plans",
    )
