"""The catalogue of canned queries: one ``.rq`` file each, which runs unchanged in any SPARQL tool.

``kg.questions.header`` says what stands in the head of a file. A query may select one variable
that is no column, ``?source_``: what the row speaks of, as an IRI or, where a row sums up several
things, as a text of their IRIs with blanks between. Through it an answer finds the passages
behind a row.
"""

from __future__ import annotations

import os

from kg.errors import GraphFileError, NotFoundError
from kg.questions.header import SOURCE as SOURCE
from kg.questions.header import Column as Column
from kg.questions.header import Head
from kg.questions.header import Parameter as Parameter
from kg.resources import QUERIES, files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".rq"

_LONGEST_NAME = 80


class Question:
    """A canned query, read and checked.

    Attributes:
        name: Name of the file without its ending.
        path: The file.
        text: The whole file.
        summary: One English sentence.
        title: What people call the question, by language.
        description: What it answers, by language.
        empty: What it means when there are no rows, and what to ask then, by language, or None.
        caution: What rows do not tell, where a reader might take them for more, by language, or
            None.
        is_about_editions: Whether it is about all editions, so that none can be asked alone.
        asked_by: In which order it may be asked of one plan after the other: ``plan`` for that of
            their IRIs, ``document`` for that of their documents', or None for all at once.
        params: Its parameters in the order in which values without a name are taken.
        columns: Its columns in order.
        example_params: Values that work on the first plan.
        example_rows: The first rows that they give.
        values_line: Number of the line that holds the parameters, from 1; None without any.
        variables: The parameters in the order of that line.
    """

    __slots__ = (
        "_head",
        "_row_type",
        "_start",
        "_tail",
        "asked_by",
        "caution",
        "columns",
        "description",
        "empty",
        "example_params",
        "example_rows",
        "is_about_editions",
        "name",
        "params",
        "path",
        "summary",
        "text",
        "title",
        "values_line",
        "variables",
    )

    def __init__(self, name: str, path: str, text: str) -> None:
        reader = Head(path, text)
        self.name = name
        self.path = path
        self.text = text
        self.summary = reader.summary()
        self.title = reader.translated("title")
        self.description = reader.translated("description")
        self.empty = reader.empty()
        self.caution = reader.caution()
        self.is_about_editions = reader.is_about_editions()
        self.asked_by = reader.asked_by()
        self.params = reader.parameters()
        self.columns = reader.columns()
        self.example_params, self.example_rows = reader.example(self.params, self.columns)
        self._head, self._tail, self.variables, self.values_line = reader.values(self.params)
        # What is asked has empty lines for those of the head, which no engine need read.
        start = self._head if self.variables else text
        count = reader.head_rows
        self._start = "\n" * count + start.split("\n", count)[count]
        self._row_type: type[tuple[str | int | bool | None, ...]] | None = None

    def with_values(self, row: str) -> str:
        """Return the query with other values in its line of parameters.

        Args:
            row: The terms of ``variables``, in that order, written as SPARQL.

        Returns:
            The query, head and all, so that an engine's line numbers are those of the file.
        """
        if not self.variables:
            return self.text
        return f"{self._head} {{ ({row}) }}  # params{self._tail}"

    def to_ask(self, row: str) -> str:
        """Return the same query as ``with_values``, with empty lines for those of the head.

        Args:
            row: The terms of ``variables``, in that order, written as SPARQL.
        """
        if not self.variables:
            return self._start
        return f"{self._start} {{ ({row}) }}  # params{self._tail}"

    @property
    def row_type(self) -> type[tuple[str | int | bool | None, ...]]:
        """The named tuple of this question's rows; its fields are the columns."""
        if self._row_type is None:
            from collections import namedtuple

            name = "".join(part.capitalize() for part in self.name.split("-")) + "Row"
            fields = [column.name for column in self.columns]
            self._row_type = namedtuple(name, fields)  # type: ignore[misc]
        return self._row_type


class Catalogue:
    """The questions of a folder, each read when it is first asked for.

    Args:
        folder: Folder of the ``.rq`` files; the project's own when left out.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = os.fspath(QUERIES if folder is None else folder).rstrip(os.sep)
        self._questions: dict[str, Question] = {}

    def names(self) -> list[str]:
        """Return the names of all questions, sorted.

        Raises:
            InputError: If the folder cannot be listed.
        """
        found = files(self.folder, SUFFIX)
        return [path[len(self.folder) + 1 : -len(SUFFIX)] for path in found]

    def get(self, name: str) -> Question:
        """Return one question.

        Args:
            name: Name of its file without the ending, such as ``projects-by-asset``.

        Raises:
            NotFoundError: If there is none of that name; the message offers the nearest.
            GraphFileError: If the file is no canned query.
        """
        question = self._questions.get(name)
        if question is None:
            question = self._questions[name] = self._read(name)
        return question

    def __iter__(self) -> Iterator[Question]:
        return (self.get(name) for name in self.names())

    def _read(self, name: str) -> Question:
        if len(name) > _LONGEST_NAME or not _is_query_name(name):
            raise self._unknown(name[:_LONGEST_NAME])
        path = f"{self.folder}{os.sep}{name}{SUFFIX}"
        try:
            with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
                text = file.read()
        except FileNotFoundError:
            raise self._unknown(name) from None
        except UnicodeDecodeError as error:
            raise GraphFileError("a canned query must be UTF-8 text", where=path) from error
        except OSError as error:
            raise GraphFileError(
                f"the canned query cannot be read: {error.strerror}", where=path
            ) from error
        return Question(name, path, text)

    def _unknown(self, name: str) -> NotFoundError:
        from difflib import get_close_matches

        nearest = get_close_matches(name, self.names(), n=3, cutoff=0.5)
        hint = "`kg queries` lists them all"
        if nearest:
            hint = f"Did you mean {', '.join(nearest)}? {hint}"
        return NotFoundError(f"there is no question {name!r}", hint=hint)


def _is_query_name(name: str) -> bool:
    """Say whether a query can have a name: words of small Latin letters and digits, with ``-``."""
    words = name.split("-")
    return name.isascii() and name.islower() and name[0].isalpha() and all(map(str.isalnum, words))
