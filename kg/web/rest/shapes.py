"""The shapes of answers in JSON. Their schemas in the OpenAPI document are made of these types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Language = Literal["ja", "en"]
Cell = str | int | bool | None


class Problem(Struct, kw_only=True):
    """What went wrong (RFC 9457)."""

    type: Annotated[str, Meta(description="IRI of the kind of problem")]
    title: Annotated[str, Meta(description="Name of the HTTP status")]
    status: Annotated[int, Meta(description="HTTP status")]
    code: Annotated[str, Meta(description="A stable word, the same as of the command line")]
    detail: Annotated[str, Meta(description="What went wrong, in one sentence")]
    hint: Annotated[str | UnsetType, Meta(description="What to do about it")] = UNSET


class Links(Struct, kw_only=True):
    """Addresses of this answer and of those beside it."""

    self: Annotated[str, Meta(description="This answer")]
    first: Annotated[str | UnsetType, Meta(description="The first part of a list")] = UNSET
    prev: Annotated[str | UnsetType, Meta(description="The part before this one")] = UNSET
    next: Annotated[str | UnsetType, Meta(description="The part behind this one")] = UNSET
    last: Annotated[str | UnsetType, Meta(description="The last part")] = UNSET
    receipt: Annotated[str | UnsetType, Meta(description="The receipt of an answer")] = UNSET
    page: Annotated[str | UnsetType, Meta(description="The page for people")] = UNSET
    data: Annotated[str | UnsetType, Meta(description="The same as RDF")] = UNSET


class Page(Struct, kw_only=True):
    """A list or a part of one. All lists have these members and ``items``."""

    total: Annotated[int, Meta(ge=0, description="How many there are in all")]
    offset: Annotated[int, Meta(ge=0, description="How many stand before this part")]
    limit: Annotated[
        int | None, Meta(description="How many this part may have; null for all that follow")
    ]
    complete: Annotated[bool, Meta(description="Whether this is all there is")]
    links: Links


class Column(Struct):
    """A column of an answer."""

    name: Annotated[str, Meta(description="Name of the member of each row")]
    label: Annotated[str, Meta(description="What people call it")]
    type: Annotated[
        str,
        Meta(
            description="boolean and integer are such in JSON; code, iri and text are texts",
            extra_json_schema={"enum": ["boolean", "code", "integer", "iri", "text"]},
        ),
    ]


class Parameter(Struct):
    """A value that a question wants."""

    name: str
    label: Annotated[str, Meta(description="What people call it")]
    type: Annotated[
        str, Meta(description="Things are given by label, code or IRI; /api/suggest?type= helps")
    ]
    example: Annotated[str | int, Meta(description="A value that works on the first plan")]
    default: Annotated[str | int | None, Meta(description="Taken when none is given; else null")]


class Question(Struct, kw_only=True):
    """A canned question."""

    name: str
    title: str
    description: str
    parameters: list[Parameter]
    columns: list[Column]
    href: Annotated[str, Meta(description="Where it is answered")]
    example: Annotated[str, Meta(description="An address with values that work")]


class Questions(Page, kw_only=True):
    """The canned questions."""

    items: list[Question]


class Quote(Struct):
    """Words of a plan's document that stand behind a row."""

    passage: Annotated[str, Meta(description="IRI of the passage")]
    page: Annotated[int, Meta(description="Page of the source, from 1")]
    first_line: Annotated[int, Meta(description="Line in which it begins, from 1")]
    last_line: int
    char_start: Annotated[int, Meta(description="Offset of its first character, from 0")]
    char_end: Annotated[int, Meta(description="Offset behind its last character")]
    words: Annotated[str, Meta(description="The words, joined over line wraps")]


class Dataset(Struct):
    """The dataset that answered."""

    version: Annotated[str | None, Meta(description="Name of the version; null at an endpoint")]
    sha256: Annotated[str | None, Meta(description="Hash of all statements as sorted N-Quads")]
    kg: Annotated[str | None, Meta(description="Version of kg that built it")]
    base: Annotated[str, Meta(description="IRI below which its things are named")]


class Engine(Struct):
    """What answered: the store, the index of a search, or what counted a plan's coverage."""

    name: str
    version: str | None


class Receipt(Struct, kw_only=True):
    """How an answer came about, for who wants to check it."""

    id: Annotated[str | None, Meta(description="The request and its hashes; null if too long")]
    href: Annotated[str | None, Meta(description="Where it is asked again and compared")]
    question: Annotated[str | None, Meta(description="The canned question, if it was one")]
    request: Annotated[str | None, Meta(description="The address, if it was no query")]
    parameters: Annotated[
        dict[str, str], Meta(description="Values of the question, as terms of the graph, or fields")
    ]
    edition: Annotated[
        str | None, Meta(description="The edition that was asked; null for the current ones")
    ]
    query: Annotated[
        str | None, Meta(description="The SPARQL query; null where none or several answered")
    ]
    queries: Annotated[
        dict[str, str], Meta(description="The SPARQL query of each section of a dossier")
    ]
    dataset: Dataset
    kg: Annotated[str, Meta(description="Version of kg that answered")]
    engine: Engine
    took_ms: Annotated[float, Meta(description="How long it took, in milliseconds")]
    rows: Annotated[int, Meta(description="How many rows or statements the answer has")]
    total: Annotated[int, Meta(description="How many there are in all")]
    offset: int
    limit: int | None
    complete: Annotated[bool, Meta(description="Whether the answer has all of them")]
    sha256: Annotated[str, Meta(description="Hash of the rows in canonical form")]
    quotes: Annotated[list[list[Quote]], Meta(description="For each row, the words behind it")]


class Checked(Receipt, kw_only=True):
    """A receipt whose question was asked again."""

    same: Annotated[bool, Meta(description="Whether the rows are still the same")]
    same_dataset: Annotated[bool, Meta(description="Whether the dataset is still the same")]
    expected: Annotated[dict[str, str | None], Meta(description="The hashes of the first answer")]
    columns: list[Column]
    items: Annotated[list[dict[str, Cell]], Meta(description="The rows, as they are now")]


class Answer(Page, kw_only=True):
    """The answer to a canned question."""

    question: str
    title: str
    lang: Language
    parameters: Annotated[dict[str, str], Meta(description="Values, as terms of the graph")]
    columns: list[Column]
    items: Annotated[list[dict[str, Cell]], Meta(description="A member for each column")]
    receipt: Annotated[Receipt | UnsetType, Meta(description="With receipt=1")] = UNSET


class Kind(Struct):
    """The class of a thing."""

    name: Annotated[str | None, Meta(description="Last part of its IRI; null if not known")]
    label: str


class Hit(Struct, kw_only=True):
    """A thing that was found."""

    iri: str
    label: str
    kind: Kind
    href: Annotated[str | None, Meta(description="Where more is said of it")]
    field: Annotated[str, Meta(description="What the text is of the thing")]
    text: Annotated[str, Meta(description="The text with the words looked for")]
    pieces: Annotated[
        list[tuple[str, bool]], Meta(description="The text around them: piece, and whether it is")
    ]
    plan: str | None
    code: Annotated[str | None, Meta(description="Code of its project")]
    page: Annotated[int | None, Meta(description="Page of the source, from 1")]
    passage: Annotated[str | None, Meta(description="IRI of the passage with the text")]


class Hits(Page, kw_only=True):
    """What a search found, the best first."""

    items: list[Hit]
    receipt: Annotated[Receipt | UnsetType, Meta(description="With receipt=1")] = UNSET


class Suggestion(Struct, kw_only=True):
    """Something that may be meant."""

    label: str
    kind: Annotated[str, Meta(description="What it is")]
    href: Annotated[str | None, Meta(description="Where more is said of it")]
    pieces: Annotated[
        list[tuple[str, bool]], Meta(description="A text with what was typed: piece, and whether")
    ]
    value: Annotated[str, Meta(description="What to write for it in a question")]


class DossierColumn(Column):
    """A column of a section."""

    shown: Annotated[bool, Meta(description="Whether people see it")]


class Section(Struct, kw_only=True):
    """The answer to one canned question about a thing."""

    query: str
    heading: str
    command: Annotated[str, Meta(description="The command line that gives these rows")]
    beside: Annotated[str | None, Meta(description="Column by which rows stand side by side")]
    columns: list[DossierColumn]
    rows: list[dict[str, Cell]]


class Dossier(Struct, kw_only=True):
    """All that is said of one thing."""

    iri: str
    word: Annotated[str, Meta(description="What names it in a question")]
    title: str
    kind: str
    lang: Language
    sections: list[Section]
    links: Links
    receipt: Annotated[Receipt | UnsetType, Meta(description="With receipt=1")] = UNSET


class PlanCoverage(Struct, kw_only=True):
    """How much of a plan's document became data."""

    plan: str
    href: str
    counts: Annotated[dict[str, int], Meta(description="Projects, measures, assets, triples")]
    characters: Annotated[int, Meta(description="Characters of the document, no white space")]
    data: Annotated[int, Meta(description="Those that became data")]
    furniture: Annotated[int, Meta(description="Those of headers, page numbers and the like")]
    share: Annotated[float, Meta(description="Share of both in all")]
    problems: Annotated[dict[str, int], Meta(description="Errors, warnings and notes")]


class Coverages(Page, kw_only=True):
    """The coverage of all plans."""

    items: list[PlanCoverage]
    receipt: Annotated[Receipt | UnsetType, Meta(description="With receipt=1")] = UNSET


class Heading(Struct, kw_only=True):
    """What became of the characters below one heading."""

    heading: str
    data: dict[str, int]
    furniture: dict[str, int]


class CoverageByHeading(PlanCoverage, kw_only=True):
    """The coverage of one plan, by heading."""

    headings: list[Heading]
    uncovered: Annotated[list[Any], Meta(description="Lines that became nothing")]
    receipt: Annotated[Receipt | UnsetType, Meta(description="With receipt=1")] = UNSET


SHAPES: tuple[type[Struct], ...] = (
    *(Problem, Questions, Answer, Hits, Suggestion, Dossier, Coverages, CoverageByHeading),
    Checked,
)
"""The shapes that answers have; those within them follow."""
