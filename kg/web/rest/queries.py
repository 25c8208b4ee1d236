"""The canned questions: their list, and their answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from msgspec import UNSET

from kg.errors import UsageError
from kg.web.receipts.making import ask_question, make_receipt, place_of, quoted
from kg.web.rest import shapes
from kg.web.rest.paging import Part, unset_if_none
from kg.web.rest.writing import (
    bounded,
    file_headers,
    json_reply,
    media_type,
    receipt_header,
    write_answer,
)
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.catalogue import Question
    from kg.web.receipts.making import Asked
    from kg.web.site import Site


def list_questions(site: Site, values: dict[str, Any]) -> Reply:
    """List the canned questions.

    Args:
        site: The site.
        values: ``lang``, ``base`` (public address of the server), ``limit``, ``offset``,
            ``fields`` (of the request), ``limit_bytes``.
    """
    base, lang, limit, offset = (values[name] for name in ("base", "lang", "limit", "offset"))
    questions = site.dataset.questions()
    part = Part(f"{base}/api/queries", values["fields"], len(questions), limit, offset)
    end = None if limit is None else offset + limit
    items = [_described(question, lang, base) for question in questions[offset:end]]
    content = shapes.Questions(items=items, **part.members())
    headers = {**part.header(), "Content-Language": lang}
    return json_reply(content, values["limit_bytes"], headers=headers)


def _described(question: Question, lang: str, base: str) -> shapes.Question:
    href = f"{base}/api/queries/{question.name}"
    example = {name: str(value) for name, value in question.example_params.items()}
    return shapes.Question(
        name=question.name,
        title=question.title[lang],
        description=question.description[lang],
        parameters=[
            shapes.Parameter(one.name, one.label[lang], one.type, one.example, one.default)
            for one in question.params.values()
            if one.type != "lang"
        ],
        columns=[shapes.Column(one.name, one.label[lang], one.type) for one in question.columns],
        href=href,
        example=f"{href}?{urlencode(example)}" if example else href,
    )


def answer_question(site: Site, values: dict[str, Any]) -> Reply:
    """Answer a canned question.

    Args:
        site: The site.
        values: ``name``; ``params`` (values by name); ``edition`` (or empty); ``lang``;
            ``format`` (one of ``writing.TYPES``); ``headings`` (language of column headings, or
            empty); ``bom``, ``receipt``, ``sources`` (truths); ``base``, ``limit``, ``offset``,
            ``fields``, ``limit_bytes`` as for ``list_questions``.

    Raises:
        NotFoundError: If there is no such question, or no such edition.
        UsageError: If several plans have such an edition, or the question is about all editions.
        ParameterError: If a value is missing, wrong, unknown or ambiguous.
        LimitError: If the answer is too large, or has too many rows for its sources.
        EndpointError: If an endpoint fails.
    """
    name, lang, base = values["name"], values["lang"], values["base"]
    dataset = site.dataset.at(values["edition"]) if values["edition"] else site.dataset
    asked = ask_question(
        dataset,
        name,
        values["params"],
        lang,
        limit=values["limit"],
        offset=values["offset"],
    )
    if values["sources"]:
        asked = quoted(asked, lang)
    if asked.answer is None:
        raise UsageError("this question has no rows")
    part = Part(
        f"{base}/api/queries/{name}",
        values["fields"],
        asked.total,
        values["limit"],
        values["offset"],
    )
    place = place_of(asked, base)
    headers = {**part.header(), "Content-Language": lang, **receipt_header(place)}
    if values["format"] == "json":
        content = _content(site, asked, part, values, place)
        return json_reply(content, values["limit_bytes"], headers=headers)
    edition = values["edition"] and f"-{values['edition']}"
    headers |= file_headers(f"{name}{edition}", values["format"])
    bom, headings = values["bom"], values["headings"]
    body = write_answer(asked.answer, values["format"], bom=bom, headings=headings)
    kind = media_type(values["format"])
    return Reply(200, kind, bounded(body, values["limit_bytes"]), headers, is_lasting=True)


def _content(
    site: Site, asked: Asked, part: Part, values: dict[str, Any], place: str | None
) -> shapes.Answer:
    names = [column.name for column in asked.columns]
    receipt = make_receipt(site.dataset, asked, values["base"]) if values["receipt"] else UNSET
    question = site.dataset.catalogue.get(values["name"])
    return shapes.Answer(
        question=question.name,
        title=question.title[values["lang"]],
        lang=values["lang"],
        parameters=asked.request.values,
        columns=list(asked.columns),
        items=[dict(zip(names, row, strict=True)) for row in asked.rows],
        receipt=receipt,
        **part.members(receipt=unset_if_none(place)),
    )
