"""The page of a receipt: how an answer came about, and whether it is still the same."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from kg.errors import UsageError
from kg.questions.catalogue import Column
from kg.web.pages.editions import edition_of, site_at
from kg.web.pages.questions import shown_columns
from kg.web.pages.quotes import make_quote
from kg.web.pages.rendering import Crumb, Frame, frame_of, render
from kg.web.pages.searching import HITS_AT_ONCE, first_of
from kg.web.pages.shared import shared_of
from kg.web.pages.tables import Linker, Rows
from kg.web.receipts.again import ask_request
from kg.web.receipts.ids import Request, no_receipt, write_id
from kg.web.receipts.jobs import ask_again
from kg.web.receipts.making import make_receipt
from kg.web.receipts.requests import SEARCH, THINGS
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.questions.catalogue import Question
    from kg.web.pages.quotes import Quote
    from kg.web.pages.shared import Shared
    from kg.web.pages.tables import Table
    from kg.web.receipts.making import Asked
    from kg.web.rest.shapes import Receipt
    from kg.web.site import Site

AT_ONCE = 200
"""How many rows a page shows; the file has all."""


class Value(NamedTuple):
    """The value of a parameter.

    Attributes:
        label: What the parameter is called.
        text: The value.
        href: The page of the thing that it is, or None.
    """

    label: str
    text: str
    href: str | None


def receipt_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of a receipt; its question is asked anew each time.

    Args:
        site: The site.
        values: ``rest`` is the name of the receipt.

    Raises:
        NotFoundError: If this is no receipt, or its question is gone.
        KgError: If the question cannot be asked any more.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    then, asked = ask_again(site, values["rest"], frame.lang)
    receipt = make_receipt(site.dataset, asked, values["base"])
    asked_of = edition_of(site, then.default_graphs) if then.kind != "sparql" else None
    site, edition = site_at(site, asked_of.name if asked_of else "")
    given = {key: text for key, text in receipt.parameters.items() if key != "lang"}
    question = None if asked.answer is None else asked.answer.question
    frame.place = "questions"
    frame.is_listed = False
    frame.title = frame.words("receipt.title")
    frame.crumbs = [Crumb(frame.words("nav.questions"), "/questions")]
    if question is not None:
        frame.crumbs.append(Crumb(question.title[frame.lang], f"/questions/{question.name}"))
    return render(
        "receipt",
        frame,
        is_lasting=False,
        receipt=receipt,
        question=question,
        parameters=_parameters(shared, frame, question, receipt),
        is_same=asked.request.rows == then.rows,
        is_same_dataset=asked.request.dataset == then.dataset,
        expected=then,
        given={**given, "edition": edition.name} if edition else given,
        edition=edition.told(frame) if edition else None,
        graphs=list(dict.fromkeys([*then.default_graphs, *then.named_graphs])),
        asked=then.text.partition("?")[0].split("/")[2] if then.kind == "request" else None,
        again=receipt.request,
        queries=_queries(asked),
        tables=_tables(site, shared, frame, asked, receipt),
    )


def receipt_of_page(site: Site, values: dict[str, Any]) -> Reply:
    """Lead to the receipt of what a page of a thing or of a search shows.

    Such pages only link here: what a receipt says is found out for who wants to know it.

    Args:
        site: The site.
        values: ``args`` has ``iri`` of a thing, or ``q`` and ``offset`` of a search.

    Raises:
        NotFoundError: If it has neither, or there is no such thing.
        UsageError: If there is nothing to look for, or it is too long for a receipt.
        KgError: If it cannot be asked.
    """
    frame = frame_of(values, shared_of(site))
    asked = ask_request(site, _shown(frame), frame.lang)
    name = write_id(asked.request)
    if name is None:
        raise UsageError("what was asked is too long for a receipt", hint="Use fewer words")
    return Reply(303, "text/plain", b"", {"Location": frame.url(f"/receipt/{name}")})


def _shown(frame: Frame) -> Request:
    """Write down what a page shows as what the interface is asked for the same."""
    args, limit, offset = frame.args, None, 0
    if args.get("iri"):
        path, fields = THINGS, {"iri": args["iri"]}
    elif args.get("q"):
        path, fields = SEARCH, {"q": args["q"].strip()}
        limit, offset = HITS_AT_ONCE, first_of(args)
    else:
        raise no_receipt()
    text = f"{path}?{urlencode({**fields, 'lang': frame.lang})}"
    return Request("request", text, b"", b"", limit=limit, offset=offset)


def _parameters(
    shared: Shared, frame: Frame, question: Question | None, receipt: Receipt
) -> list[Value]:
    values = []
    for name, value in receipt.parameters.items():
        path = shared.addresses.page(value)
        known = question.params.get(name) if question else None
        label = known.label[frame.lang] if known else frame.words(f"receipt.field_{name}")
        values.append(Value(label, value, frame.url(path) if path else None))
    return values


def _queries(asked: Asked) -> list[tuple[str | None, str]]:
    """Return the queries, each with the heading of its section, or None where it is the one."""
    if asked.query is not None:
        return [(None, asked.query)]
    return [(section.heading, asked.queries[section.name]) for section in asked.sections]


def _tables(
    site: Site, shared: Shared, frame: Frame, asked: Asked, receipt: Receipt
) -> list[Table]:
    """Lay the first rows out, each with the words that the receipt quotes for it.

    Those of a thing stand in a table for each of its sections.
    """
    all_rows = []
    captions: list[str | None] = []
    place = 0
    for section in asked.sections:
        cells, sources = section.cells[: max(AT_ONCE - place, 0)], asked.sources[place:]
        if cells:
            all_rows.append(Rows(section.columns, section.shown, cells, sources[: len(cells)]))
            captions.append(section.heading)
        place += len(cells)
    if not asked.sections and asked.rows:
        all_rows, captions = [_rows(asked)], [None]
    linker = Linker(site, shared, frame)
    linker.read(all_rows)
    tables, place = [], 0
    for rows, caption in zip(all_rows, captions, strict=True):
        found = receipt.quotes[place : place + len(rows.rows)]
        quotes = [_quotes(shared, frame, one) for one in found]
        tables.append(linker.tables(rows)[0]._replace(caption=caption, quotes=quotes))
        place += len(rows.rows)
    return tables


def _rows(asked: Asked) -> Rows:
    columns: Sequence[Column]
    if asked.answer is None:
        columns = [
            Column(one.name, {"ja": one.label, "en": one.label}, one.type) for one in asked.columns
        ]
        shown = [column.name for column in columns if column.name not in asked.hidden]
    else:
        columns = asked.answer.question.columns
        shown = shown_columns(asked.answer.question)
    return Rows(columns, shown, asked.rows[:AT_ONCE], asked.sources[:AT_ONCE])


def _quotes(shared: Shared, frame: Frame, found: Sequence[Any]) -> list[Quote]:
    made = [
        make_quote(frame, shared, one.passage, (one.page, one.char_start, one.char_end), one.words)
        for one in found
    ]
    return [quote for quote in made if quote is not None]
