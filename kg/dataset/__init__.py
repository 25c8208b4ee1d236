"""A built dataset, or an endpoint that serves one, as a Python object.

>>> from kg import open_dataset
>>> dataset = open_dataset("dataset")  # doctest: +SKIP
>>> dataset.query("projects-by-asset", asset="釧路港")  # doctest: +SKIP
"""

from __future__ import annotations

from kg.errors import UsageError
from kg.questions.answers import Answer, ask
from kg.questions.catalogue import Catalogue

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from kg.dossier.model import Dossier
    from kg.evaluation import Evaluation
    from kg.questions.binding import Value
    from kg.questions.catalogue import Question
    from kg.search import Hit, SearchIndex
    from kg.store.port import Store


def open_dataset(
    path: str | os.PathLike[str] | None = None,
    *,
    endpoint: str | None = None,
    timeout_s: float = 30,
    in_memory: bool = False,
) -> Dataset:
    """Open a dataset for reading.

    Args:
        path: Folder that ``kg build`` wrote. Without it the environment variable ``KG_DATA``
            says, else it is ``dataset`` below the current folder.
        endpoint: Address of a SPARQL endpoint to ask instead; its default graph must be the
            union of its graphs.
        timeout_s: Seconds that the endpoint has for each query.
        in_memory: Load the dataset into memory first: for many questions in one process, which
            are then answered some times faster than from disk.

    Returns:
        The dataset, as it is now: a later build changes nothing for who has it open.

    Raises:
        NotFoundError: If nothing was built there.
        InputError: If the dataset is damaged.
        UsageError: If the address is none.
    """
    if endpoint is not None:
        from kg.store.remote import RemoteStore

        return Dataset(RemoteStore(endpoint, timeout_s))
    from kg.store.embedded import EmbeddedStore, open_current
    from kg.store.versions import current_path, dataset_folder

    if in_memory:
        version = current_path(dataset_folder(None if path is None else str(path)))
        return Dataset(EmbeddedStore.load(f"{version}/dataset.nq"), version)
    return Dataset(*open_current(dataset_folder(None if path is None else str(path))))


class Dataset:
    """Plans that can be asked.

    Attributes:
        store: Where the graphs are.
        version: Folder of the version that answers, or None behind an endpoint.
        catalogue: The canned queries.
    """

    __slots__ = ("_index", "catalogue", "store", "version")

    def __init__(self, store: Store, version: str | None = None) -> None:
        self.store = store
        self.version = version
        self.catalogue = Catalogue()
        self._index: SearchIndex | None = None

    def at(self, edition: str) -> Dataset:
        """Return the dataset as one edition of a plan has it, that edition alone.

        Args:
            edition: ``kushiro-nemuro@2021``, or ``2021`` where one plan alone has such an
                edition. That of a current edition asks what is asked without one.

        Returns:
            The same dataset; its canned queries, SPARQL, dossiers and traces ask that edition.
            Its search index knows the current editions only.

        Raises:
            NotFoundError: If there is no such edition.
            UsageError: If several plans have one.
        """
        from kg.dataset.editions import graphs_of

        graphs = graphs_of(self.store, edition)
        return self.within(graphs) if graphs else self

    def within(self, graphs: Sequence[str]) -> Dataset:
        """Return the dataset of which some graphs alone are asked.

        Args:
            graphs: Their IRIs.

        Raises:
            UsageError: If one is no IRI.
        """
        return self.having(self.store.within(graphs))

    def having(self, store: Store) -> Dataset:
        """Return the dataset with another store, which has a part of it.

        Args:
            store: The store.
        """
        dataset = Dataset(store, self.version)
        dataset.catalogue, dataset._index = self.catalogue, self._index
        return dataset

    def query(
        self, name: str, /, *, lang: str = "ja", edition: str | None = None, **values: Value
    ) -> Answer:
        """Ask a canned query.

        Args:
            name: Its name, such as ``projects-by-asset``.
            lang: Language of labels, ``ja`` or ``en``.
            edition: Ask this edition of a plan alone instead of the current ones; see ``at``.
            **values: Its parameters: labels (釧路港), codes (4-1), IRIs, texts or numbers.

        Returns:
            Typed rows; each can show its passages.

        Raises:
            NotFoundError: If there is no such query, or no such edition.
            UsageError: If several plans have such an edition, or the query is about all editions.
            ParameterError: If a value is missing, wrong, unknown or ambiguous.
            EndpointError: If an endpoint fails.
        """
        store = self.store if edition is None else self.at(edition).store
        return ask(store, self.catalogue.get(name), values, lang)

    def questions(self) -> list[Question]:
        """List the canned queries, by name.

        Returns:
            All of them.

        Raises:
            GraphFileError: If one of the files is wrong.
        """
        return list(self.catalogue)

    def show(self, thing: Value, lang: str = "ja") -> Dossier:
        """Make the dossier of a thing: all that is said of it, in sections.

        Args:
            thing: Its IRI, label (釧路港), code (4-1) or number.
            lang: Language of headings and labels, ``ja`` or ``en``.

        Returns:
            The dossier; it writes itself as text, Markdown, HTML, JSON, CSV, Turtle, JSON-LD.

        Raises:
            ParameterError: If there is no such thing, or more than one.
            EndpointError: If an endpoint fails.
        """
        from kg.dossier.making import make_dossier

        return make_dossier(self.store, self.catalogue, thing, lang)

    def search(
        self,
        text: str,
        *,
        kinds: Iterable[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Hit]:
        """Find the things that have all words in their names or texts, in whatever writing.

        Args:
            text: The words, with blanks of either width between them.
            kinds: Only things of these kinds: names of classes (Port, 港湾), those below them
                included.
            limit: How many at most.
            offset: How many of the first to leave out.

        Returns:
            A hit for each thing, the best first, with the text that holds the words and its page.

        Raises:
            UsageError: If there is nothing to look for, or this is an endpoint.
            NotFoundError: If there is no such kind.
            InputError: If the index is missing or damaged.
        """
        return self.index.search(text, kinds=kinds, limit=limit, offset=offset)

    @property
    def index(self) -> SearchIndex:
        """The search index, opened when it is first asked.

        Raises:
            UsageError: If this is an endpoint, which has none.
            InputError: If it is missing or damaged.
        """
        if self._index is None:
            if self.version is None:
                raise UsageError(
                    "an endpoint has no search index",
                    hint='Ask it with query("search", text=…)',
                )
            from kg.search import SearchIndex

            self._index = SearchIndex.open(self.version)
        return self._index

    def sparql(self, text: str, *, where: str | None = None) -> Answer:
        """Ask any SPARQL query.

        Args:
            text: SPARQL 1.1. The default graph is the union of all graphs.
            where: The file it came from, for messages.

        Returns:
            The rows of a SELECT, one row for an ASK; for CONSTRUCT and DESCRIBE a
            ``GraphAnswer`` with a row for each triple.

        Raises:
            UsageError: If the query is wrong.
            EndpointError: If an endpoint fails.
        """
        from kg.dataset.free import ask_freely

        return ask_freely(self.store, text, where)

    def trace(self, thing: str, property: str | None = None, *, lang: str = "ja") -> Answer:
        """Lead what is said of a thing back to the document.

        Args:
            thing: Its IRI, label or code.
            property: Only this property: its IRI, ``chiiki:leadAgent`` or ``leadAgent``.
            lang: Language of the names of things and concepts, ``ja`` or ``en``.

        Returns:
            A row for each value and passage or source: property, value, page, lines, the quoted
            words, whether the document or the gazetteer says so or it was inferred, for the
            gazetteer the source, and the IRI of a value that is a thing or a concept.

        Raises:
            ParameterError: If there is no such thing, or more than one.
            NotFoundError: If nothing is said of that property.
        """
        from kg.dataset.tracing import trace

        return trace(self.store, thing, property, lang)

    def evaluate(self, gold: str | os.PathLike[str], plan: str | os.PathLike[str]) -> Evaluation:
        """Compare the mentions of a plan with a gold table, one that a person has read.

        Args:
            gold: The table: TSV with the columns that ``docs/evaluation.md`` describes.
            plan: Folder of the plan, whose document the table is checked against.

        Returns:
            Precision, recall and F1 by kind and by type, and what came of each row.

        Raises:
            InputError: If the table is wrong, or the document is not the one that was built.
            NotFoundError: If the dataset does not hold the plan.
        """
        from pathlib import Path

        from kg.dataset.evaluating import evaluate_mentions

        return evaluate_mentions(self, Path(gold), Path(plan))
