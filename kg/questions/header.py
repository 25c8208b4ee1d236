"""The head of a canned query: comment lines ``#+ key: VALUE`` where VALUE is JSON.

JSON is YAML too, so readers of the ``#+`` form of the grlc tool understand the same lines, while
this reader needs no YAML library::

    #+ summary: "Projects that an asset serves."
    #+ title: {"ja": "…", "en": "Projects by asset"}
    #+ description: {"ja": "…", "en": "…"}
    #+ params: {"asset": {"type": "asset", "label": {"ja": "…", "en": "…"}, "example": "釧路港"}}
    #+ columns: [{"name": "code", "label": {"ja": "番号", "en": "Code"}, "type": "code"}]
    #+ example: {"params": {"asset": "釧路港"}, "rows": [["1-(1)"]]}

All six keys must be there, each once. There may be four more. ``empty`` says what it means when
there are no rows, and what to ask then, by language; ``caution`` what the rows do not tell, where
a reader might take them for more, which is told of no rows as well if there is no ``empty``;
``editions``, which is ``"all"``, that the question is about all editions of a plan; ``by``, which
is ``"plan"`` or ``"document"``, that it may be asked of one plan after the other
(``kg/questions/by_plan.py``).

A parameter may have a ``default``, a ``hint`` that says by language what can be given, and
``offers``, where what can be given is found: a column of a question that needs no value, as
``question.column``. A column may stand ``below`` another one where people read the answer.

Parameters stand in one line of the query that holds example values and ends in ``# params``::

    VALUES (?asset ?lang) { (<https://w3id.org/chiiki/id/asset/釧路港> "ja") }  # params
"""

from __future__ import annotations

from keyword import iskeyword

from kg.errors import GraphFileError
from kg.questions.json_text import read_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NoReturn

    Translated = Mapping[str, str]

SOURCE = "source_"
"""Name of the variable that leads from a row to its passages."""

PARAMETER_TYPES = (
    "agent",
    "area",
    "asset",
    "field",
    "goal",
    "instrument",
    "integer",
    "lang",
    "project",
    "resource",
    "text",
)
COLUMN_TYPES = ("boolean", "code", "integer", "iri", "text")
LANGUAGES = ("ja", "en")

_KEYS = ("summary", "title", "description", "params", "columns", "example")
_FREE_KEYS = ("empty", "caution", "editions", "by")
_ORDERS = ("plan", "document")


class Parameter:
    """A value that a question wants from the one who asks.

    Attributes:
        name: Its name, also of the variable in the query.
        type: One of ``PARAMETER_TYPES``.
        label: What people call it, by language.
        example: A value that works on the first plan.
        default: The value taken when none is given, or None when one must be given.
        hint: What can be given, by language, or None where the type says it.
        offers: A question and a column of its answer that has what can be given, or None.
    """

    __slots__ = ("default", "example", "hint", "label", "name", "offers", "type")

    def __init__(
        self,
        name: str,
        type: str,
        label: Translated,
        example: str | int,
        default: str | int | None = None,
        hint: Translated | None = None,
        offers: tuple[str, str] | None = None,
    ) -> None:
        self.name = name
        self.type = type
        self.label = label
        self.example = example
        self.default = default
        self.hint = hint
        self.offers = offers


class Column:
    """A column of an answer.

    Attributes:
        name: Its name, also of the variable in the query.
        label: What people call it, by language.
        type: One of ``COLUMN_TYPES``: integers and booleans become such, the rest text.
        below: The column in whose cells people read it, below what stands there, or None.
    """

    __slots__ = ("below", "label", "name", "type")

    def __init__(self, name: str, label: Translated, type: str, below: str | None = None) -> None:
        self.name = name
        self.label = label
        self.type = type
        self.below = below


def _is_name(text: str) -> bool:
    """Say whether a text can be the name of a variable: small Latin letters, digits and ``_``."""
    return text.isascii() and text.isidentifier() and text.islower() and text[0] != "_"


def _read_values(row: str) -> tuple[str, str | None]:
    """Read the line of parameters: ``VALUES (NAMES) { … }  # params``.

    Returns:
        What stands before the names, and the names; None where the line reads otherwise.
    """
    start, _, rest = row.partition("(")
    names, _, rest = rest.partition(")")
    values = rest.strip().removesuffix("# params").rstrip()
    is_right = start.strip() == "VALUES" and "(" not in names
    is_right = is_right and rest.rstrip().endswith("# params")
    return start, names if is_right and values[:1] == "{" and values[1:].endswith("}") else None


class Head:
    """The head of one file, read; each of its methods checks a part.

    Args:
        path: The file, for messages.
        text: All of its text.

    Raises:
        GraphFileError: If the head is wrong; so do the methods. It names the file and the line.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines: dict[str, int] = {}
        self.header: dict[str, Any] = {}
        rows = text.removeprefix("\ufeff").split("\n")
        count = 0
        while count < len(rows) and rows[count].startswith("#+"):
            count += 1
            self._read_line(rows[count - 1], count)
        self.rows = rows
        self.head_rows = count
        for key in _KEYS:
            if key not in self.header:
                self._fail(f"the head lacks the key {key!r}", None, f"Add a line `#+ {key}: …`")

    def _read_line(self, row: str, number: int) -> None:
        key, colon, value = row.rstrip().removeprefix("#+").removeprefix(" ").partition(":")
        if not colon:
            self._fail("a line of the head must read `#+ key: VALUE`", number)
        if key not in (*_KEYS, *_FREE_KEYS):
            keys = ", ".join((*_KEYS, *_FREE_KEYS))
            self._fail(f"unknown key {key!r}", number, f"The keys are {keys}")
        if key in self.header:
            self._fail(f"the key {key!r} comes twice", number)
        try:
            self.header[key] = read_json(value)
        except (ValueError, RecursionError) as error:
            self._fail(f"the value of {key!r} is not JSON: {error}", number)
        self.lines[key] = number

    def _fail(self, message: str, place: str | int | None, hint: str | None = None) -> NoReturn:
        line = self.lines.get(place) if isinstance(place, str) else place
        raise GraphFileError(message, where=self.path, line=line, hint=hint)

    def _object(self, value: Any, what: str, key: str, needed: str, free: str = "") -> None:
        """Refuse a value that is no object with the needed keys and perhaps some free ones."""
        if not isinstance(value, dict):
            self._fail(f"{what} must be an object", key)
        if " ".join(value) == needed:  # as nearly all are, and soonest seen
            return
        wanted, allowed = needed.split(), f"{needed} {free}".split()
        lacking = [name for name in wanted if name not in value]
        if lacking:
            self._fail(f"{what} lacks {', '.join(lacking)}", key)
        unknown = [name for name in value if name not in allowed]
        if unknown:
            self._fail(f"{what} has the unknown key {unknown[0]!r}", key)

    def _translated(self, value: Any, what: str, key: str) -> Translated:
        self._object(value, what, key, " ".join(LANGUAGES))
        for language in LANGUAGES:
            if not isinstance(value[language], str) or not value[language].strip():
                self._fail(f"{what} needs a text for {language!r}", key)
        return dict(value)

    def summary(self) -> str:
        """Return the one English sentence."""
        value = self.header["summary"]
        if not isinstance(value, str) or not value.strip():
            self._fail("the summary must be a text", "summary")
        return value

    def translated(self, key: str) -> Translated:
        """Return a text that is there in every language, such as the title."""
        return self._translated(self.header[key], f"the {key}", key)

    def empty(self) -> Translated | None:
        """Return what an answer without rows means, by language, or None."""
        return self.translated("empty") if "empty" in self.header else None

    def caution(self) -> Translated | None:
        """Return what rows do not tell, by language, or None."""
        return self.translated("caution") if "caution" in self.header else None

    def is_about_editions(self) -> bool:
        """Say whether the question is about all editions."""
        if self.header.get("editions", "all") != "all":
            self._fail("the value of 'editions' must be \"all\"", "editions")
        return "editions" in self.header

    def asked_by(self) -> str | None:
        """Return by what of the plans the question is asked of one after the other, or None."""
        if "by" not in self.header:
            return None
        by = self.header["by"]
        if by not in _ORDERS:
            self._fail(f"the value of 'by' must be one of {', '.join(_ORDERS)}", "by")
        return str(by)

    def parameters(self) -> dict[str, Parameter]:
        """Return the parameters by name, in the order in which they stand."""
        key = "params"
        if not isinstance(self.header[key], dict):
            self._fail("params must be an object", key)
        found = {}
        for name, value in self.header[key].items():
            what = f"the parameter {name!r}"
            if not _is_name(name):
                self._fail(f"{what} is no name of a variable", key)
            self._object(value, what, key, "type label example", "default hint offers")
            if value["type"] not in PARAMETER_TYPES:
                self._fail(
                    f"{what} has the unknown type {value['type']!r}",
                    key,
                    f"The types are {', '.join(PARAMETER_TYPES)}",
                )
            label = self._translated(value["label"], f"the label of {what}", key)
            for of in ("example", "default"):
                if not isinstance(value.get(of, ""), (str, int)):
                    self._fail(f"the {of} of {what} must be a text or a number", key)
            hint = value.get("hint")
            found[name] = Parameter(
                name,
                value["type"],
                label,
                value["example"],
                value.get("default"),
                hint and self._translated(hint, f"the hint of {what}", key),
                self._offers(value.get("offers"), what),
            )
        return found

    def _offers(self, value: Any, what: str) -> tuple[str, str] | None:
        if value is None:
            return None
        question, stop, column = str(value).partition(".")
        if not (isinstance(value, str) and question and stop and self._is_column_name(column)):
            self._fail(f"the offers of {what} must read question.column", "params")
        return question, column

    @staticmethod
    def _is_column_name(name: Any) -> bool:
        """Say whether a name can be that of a variable and of a field of a named tuple."""
        if not isinstance(name, str) or not _is_name(name):
            return False
        return name != SOURCE and not iskeyword(name)

    def columns(self) -> tuple[Column, ...]:
        """Return the columns in order."""
        key = "columns"
        if not isinstance(self.header[key], list) or not self.header[key]:
            self._fail("columns must be a list of at least one", key)
        found: dict[str, Column] = {}
        for value in self.header[key]:
            self._object(value, "a column", key, "name label type", "below")
            name = value["name"]
            what = f"the column {name!r}"
            if not self._is_column_name(name):
                self._fail(f"{what} is no name of a column", key)
            if name in found:
                self._fail(f"{what} comes twice", key)
            if value["type"] not in COLUMN_TYPES:
                self._fail(
                    f"{what} has the unknown type {value['type']!r}",
                    key,
                    f"The types are {', '.join(COLUMN_TYPES)}",
                )
            label = self._translated(value["label"], f"the label of {what}", key)
            found[name] = Column(name, label, value["type"], value.get("below"))
        with_cells = [name for name, column in found.items() if column.below is None]
        for name, column in found.items():
            if column.below is not None and column.below not in with_cells:
                self._fail(f"the column {name!r} stands below none that has cells of its own", key)
        return tuple(found.values())

    def example(
        self, params: Mapping[str, Parameter], columns: tuple[Column, ...]
    ) -> tuple[dict[str, str | int], list[list[Any]]]:
        """Return the example: values of parameters by name, and the first rows they give."""
        key = "example"
        value = self.header[key]
        self._object(value, "the example", key, "params rows")
        self._object(value["params"], "the example's params", key, "", " ".join(params))
        if not isinstance(value["rows"], list):
            self._fail("the example's rows must be a list", key)
        for row in value["rows"]:
            if not isinstance(row, list) or len(row) != len(columns):
                self._fail(f"an example row must be a list of {len(columns)} values", key)
        return dict(value["params"]), list(value["rows"])

    def values(
        self, params: Mapping[str, Parameter]
    ) -> tuple[str, str, tuple[str, ...], int | None]:
        """Find the line of parameters: the text before it, after it, its variables, its number."""
        rows = self.rows
        found = [index for index in range(self.head_rows, len(rows)) if "# params" in rows[index]]
        if not params and not found:
            return "", "", (), None
        if len(found) != 1:
            self._fail(
                "a query with parameters needs one line `VALUES (…) { (…) }  # params`",
                found[1] + 1 if found else None,
            )
        index = found[0]
        number = index + 1
        start, names = _read_values(rows[index])
        if names is None:
            self._fail("the line of parameters must read `VALUES (…) { (…) }  # params`", number)
        variables = tuple(name.removeprefix("?") for name in names.split())
        if sorted(variables) != sorted(params):
            self._fail(
                f"the line of parameters holds {', '.join(variables) or 'none'}, "
                f"the head {', '.join(params) or 'none'}",
                number,
            )
        head = "\n".join([*rows[:index], f"{start}({names})"])
        tail = "\n".join(["", *rows[index + 1 :]])
        return head, tail, variables, number
