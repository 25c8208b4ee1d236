"""The canned queries: a list of them by what they are about, and for each a form and its answer."""

from __future__ import annotations

from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.errors import KgError, ParameterError
from kg.questions.answers import ask_terms
from kg.questions.binding import bind
from kg.questions.long import LongAnswers
from kg.questions.older import resolve_for
from kg.store.query_text import of_graphs
from kg.text import comparable
from kg.web.addresses.names import decoded
from kg.web.pages.charts import chart_of
from kg.web.pages.choices import choices
from kg.web.pages.editions import apart, offers, site_at
from kg.web.pages.fields import field_of
from kg.web.pages.places import map_of
from kg.web.pages.rendering import Crumb, Frame, frame_of, render
from kg.web.pages.shared import shared_of
from kg.web.pages.start import example_of
from kg.web.pages.tables import Linker, Rows
from kg.web.receipts.ids import write_id
from kg.web.receipts.making import QUOTED_ROWS, request_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.questions.answers import Answer, Row
    from kg.questions.binding import Term
    from kg.questions.catalogue import Question
    from kg.web.pages.charts import Chart
    from kg.web.pages.tables import Table
    from kg.web.site import Site
    from kg.workers.messages import Reply

    _Part = tuple[int, int, Sequence[Row], Sequence[str | None], str | None]

AT_ONCE = 500
"""How many rows a page shows."""

ANSWERS = "answers"
"""Where a site that is published keeps the answers to the question whose pages are made."""

BOOK_PATH = "/tables.xlsx"
"""Path of the workbook that a published site has of the answers that need no value."""

_TABLE_FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("tsv", "TSV"))
_OTHER = "other"
_LONGEST_ADDRESS = 6000
_SHOWN = 40
"""How much is shown of a name that is no parameter's."""


class Result(NamedTuple):
    """An answer, laid out.

    Attributes:
        total: How many rows there are.
        first: Number of the first row that is shown, from 1.
        last: Number of the last one.
        table: Its table.
        chart: A chart of it, or None.
        formats: Pairs of a name and an address of it as a file.
        receipt: Address of its receipt, or None where none can be named or made.
        query: The query that was asked.
        editor: Address of the query in the editor, or None for one that is too long.
        before: Address of the rows before these, or None.
        after: Address of those behind them, or None.
    """

    total: int
    first: int
    last: int
    table: Table | None
    chart: Chart | None
    formats: list[tuple[str, str]]
    receipt: str | None
    query: str
    editor: str | None
    before: str | None
    after: str | None


def questions_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the list of the questions, or of those with some words."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.place = "questions"
    frame.title = frame.words("nav.questions")
    text = frame.args.get("q", "").strip()
    groups = []
    for name, questions in _groups(site):
        fitting = [one for one in questions if _fits(one, text)]
        if fitting:
            groups.append((name, fitting))
    return render("questions", frame, groups=groups, text=text)


def _groups(site: Site) -> list[tuple[str, list[Question]]]:
    left = {question.name: question for question in site.dataset.questions()}
    groups = []
    for group in choices()["groups"]:
        found = [left.pop(name) for name in group["questions"] if name in left]
        groups.append((group["name"], found))
    return [*groups, (_OTHER, list(left.values()))]


def _fits(question: Question, text: str) -> bool:
    """Say whether a question has all of some words, in whatever width and case."""
    parts = [question.name, *question.title.values(), *question.description.values()]
    whole = comparable(" ".join(parts)).casefold()
    return all(comparable(word).casefold() in whole for word in text.split())


def question_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of a question: its form and, where it is asked, the answer.

    Args:
        site: The site.
        values: ``rest`` is the question's name, ``args`` the values of its parameters.

    Raises:
        NotFoundError: If there is no such question, or no such edition.
        UsageError: If several plans have such an edition.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    question = site.dataset.catalogue.get(decoded(values["rest"]))
    more = ("offset",) if question.is_about_editions else ("offset", "edition")
    known = (*question.params, *more)
    unknown = ", ".join(name[:_SHOWN] for name in frame.args if name not in known)
    frame.args = {name: text for name, text in frame.args.items() if name in known and text.strip()}
    whole = site
    site, edition = site_at(site, frame.args.get("edition", "").strip())
    frame.edition = apart(whole, shared, frame, edition) if edition else None
    frame.place = "questions"
    frame.title = question.title[frame.lang]
    frame.canonical = f"/questions/{question.name}"
    frame.crumbs = [Crumb(frame.words("nav.questions"), "/questions")]
    frame.scripts = ["table.js"] if frame.has_server else ["table.js", "answer.js"]
    terms, errors = _terms(site, frame, question)
    result = None
    if terms is not None:
        frame.asked = {name: text for name, text in frame.args.items() if name != "offset"}
        result = _result(site, frame, question, terms)
    places = map_of(site, frame, result.table) if result and result.table else None
    if places and frame.has_server:
        frame.scripts, frame.styles = [*frame.scripts, "map.js"], ["map.css"]
    return render(
        "question",
        frame,
        status=400 if errors else 200,
        question=question,
        unknown=unknown,
        fields=[
            field_of(site, frame, question, parameter, errors.get(name))
            for name, parameter in question.params.items()
            if parameter.type != "lang"
        ],
        example=example_of(site, question),
        result=result,
        places=places,
        tiles=site.settings.tiles,
        attribution=site.settings.tiles_attribution,
        editions=[] if question.is_about_editions else offers(whole, shared, frame, edition),
        kept=_kept(frame),
        at_once=AT_ONCE,
    )


def _kept(frame: Frame) -> dict[str, str]:
    """Return what a link to the same question with other values keeps."""
    return {name: frame.args[name] for name in ("edition",) if name in frame.args}


def _terms(
    site: Site, frame: Frame, question: Question
) -> tuple[dict[str, Term] | None, dict[str, KgError]]:
    """Read the values of the parameters; None for the terms where not all are given."""
    terms: dict[str, Term] = {}
    errors: dict[str, KgError] = {}
    is_whole = True
    for name, parameter in question.params.items():
        given = frame.args.get(name) or parameter.default
        if parameter.type == "lang":
            given = frame.lang
        if given is None:
            is_whole = False
            continue
        try:
            terms[name] = resolve_for(site.dataset.store, question, parameter, given)
        except ParameterError as error:
            errors[name] = error
    return (terms if is_whole and not errors else None), errors


def _result(site: Site, frame: Frame, question: Question, terms: dict[str, Term]) -> Result:
    count, first, rows, sources, receipt = _part(site, frame, question, terms)
    shown = shown_columns(question)
    has_words = "words" in shown
    to_show = Rows(
        question.columns, shown, rows, sources, with_quotes=any(sources) and not has_words
    )
    about = next((term.value for term in terms.values() if isinstance(term, NamedNode)), None)
    linker = Linker(site, shared_of(site), frame, about=about)
    linker.read([to_show])
    table = linker.tables(to_show)[0] if rows else None
    with_sources = table is not None and bool(table.quotes) and count <= QUOTED_ROWS
    path = f"/questions/{question.name}"
    asked = frame.asked
    query = of_graphs(without_head(bind(question, terms)), site.dataset.store.graphs)
    editor = frame.url("/editor", query=query)
    return Result(
        count,
        first + 1,
        first + len(rows),
        table,
        chart_of(table, count),
        _files(frame, question, asked, with_sources=with_sources),
        receipt,
        query,
        editor if len(editor) <= _LONGEST_ADDRESS else None,
        frame.url(path, **asked, offset=max(first - AT_ONCE, 0)) if first else None,
        frame.url(path, **asked, offset=first + AT_ONCE)
        if frame.has_server and first + AT_ONCE < count
        else None,
    )


def _part(site: Site, frame: Frame, question: Question, terms: dict[str, Term]) -> _Part:
    """Ask, and return how many rows there are, the first that is shown, those shown, a receipt.

    A page of a published site shows one part, whatever the answer's length, and holds no more.
    """
    store = site.dataset.store
    if frame.has_server:
        answer = ask_terms(store, question, terms)
        first = _offset(frame, len(answer))
        return len(answer), first, *answer.part(first, AT_ONCE), _receipt(site, frame, answer)
    on_disk = long_answers(site).ask(store, question, terms)
    return len(on_disk), 0, *on_disk.part(0, AT_ONCE), None


def long_answers(site: Site) -> LongAnswers:
    """Return the answers on disk of a site that is published; who publishes it closes them."""
    answers: LongAnswers = site.kept.setdefault(ANSWERS, LongAnswers())
    return answers


def _receipt(site: Site, frame: Frame, answer: Answer) -> str | None:
    name = write_id(request_of(site.dataset, answer))
    return None if name is None else frame.url(f"/receipt/{name}")


def _files(
    frame: Frame, question: Question, asked: dict[str, str], *, with_sources: bool
) -> list[tuple[str, str]]:
    """Return the names and addresses of an answer as files, made for who opens them with Excel.

    Where the page shows the words behind the rows, so do the files for people, with their pages.
    Without a server only the answer of a question that needs no value is a file, and a sheet of
    the workbook that has all of these; scripts make files of the others.
    """
    if not frame.has_server:
        if not is_table(question):
            return []
        book = frame.url(BOOK_PATH)
        return [("CSV", frame.url(table_path(question))), (frame.words("questions.book"), book)]
    path = f"/api/queries/{question.name}"
    files = []
    for short, name in _TABLE_FORMATS:
        more = {} if short == "json" else {"labels": frame.lang}
        if short == "csv":
            more["bom"] = "1"
        if with_sources and short != "json":
            more["sources"] = "1"
        files.append((name, frame.url(path, **asked, format=short, lang=frame.lang, **more)))
    return files


def is_table(question: Question) -> bool:
    """Say whether a question needs no value, so that its answer is a table of the dataset."""
    return all(
        parameter.type == "lang" or parameter.default is not None
        for parameter in question.params.values()
    )


def table_path(question: Question) -> str:
    """Return the path of the file of a question's answer in a published site."""
    return f"/tables/{question.name}.csv"


def without_head(text: str) -> str:
    """Return a canned query without the lines of its head."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("#+")).strip()


def _offset(frame: Frame, count: int) -> int:
    text = frame.args.get("offset", "0")
    offset = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return offset if offset < count else 0


def shown_columns(question: Question) -> list[str]:
    """Return the columns that people see: no IRI of something that a label leads to."""
    names = {column.name for column in question.columns}
    led = {
        iri for name, iris in choices()["columns"]["iri"].items() if name in names for iri in iris
    }
    return [
        column.name for column in question.columns if column.type != "iri" or column.name not in led
    ]
