"""The job of receipts: asking again, and comparing."""

from __future__ import annotations

from typing import Any

import msgspec

from kg.errors import LimitError, UsageError
from kg.web.receipts.again import ask_request
from kg.web.receipts.ids import Request, read_id
from kg.web.receipts.making import Asked, ask_query, ask_question, make_receipt, place_of
from kg.web.rest import shapes
from kg.web.sparql.jobs import ask
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site


def check(site: Site, id: str, base: str, lang: str) -> shapes.Checked:
    """Ask the question of a receipt again.

    Args:
        site: Where to ask.
        id: Name of the receipt.
        base: Public address of the server.
        lang: Language of column headings.

    Returns:
        The receipt of the answer as it is now, the rows, and whether all is still the same.

    Raises:
        NotFoundError: If this is no receipt, or its question is gone.
        KgError: If the question cannot be asked any more.
    """
    then, asked = ask_again(site, id, lang)
    receipt = make_receipt(site.dataset, asked, base)
    names = [column.name for column in asked.columns]
    return shapes.Checked(
        **{name: getattr(receipt, name) for name in receipt.__struct_fields__},
        same=asked.request.rows == then.rows,
        same_dataset=asked.request.dataset == then.dataset,
        expected={"sha256": then.rows.hex(), "dataset": then.dataset.hex() or None},
        columns=list(asked.columns),
        items=[dict(zip(names, row, strict=True)) for row in asked.rows],
    )


def ask_again(site: Site, id: str, lang: str) -> tuple[Request, Asked]:
    """Read the name of a receipt and ask its question again; see ``check``.

    Returns:
        What was asked then, and the answer as it is now.
    """
    then = read_id(id)
    return then, _again(site, then, lang)


def _again(site: Site, then: Request, lang: str) -> Asked:
    if then.kind == "sparql":
        return ask_query(site, then.text, then.default_graphs, then.named_graphs)
    if then.kind == "request":
        return ask_request(site, then, lang)
    dataset = site.dataset
    if then.default_graphs:
        dataset = dataset.within(then.default_graphs)
    return ask_question(dataset, then.text, then.values, lang, limit=then.limit, offset=then.offset)


def tell(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with a receipt; see ``check`` for ``id``, ``base``, ``lang``, and for errors.

    It is asked anew each time, so the reply is not kept.
    """
    checked = check(site, values["id"], values["base"], values["lang"])
    body = msgspec.json.encode(checked)
    if len(body) > values["limit_bytes"]:
        raise LimitError("the receipt is too large to be sent", hint="Ask for fewer rows")
    return Reply(200, "application/json", body)


def ask_with_receipt(site: Site, values: dict[str, Any]) -> Reply:
    """Answer a query as the SPARQL endpoint does, with the address of a receipt.

    Args:
        site: The site.
        values: As for ``kg.web.sparql.answering.answer_query``, and ``base``.

    Raises:
        UsageError: If the query cannot have a receipt.
        KgError: If it is wrong or asks too much.
    """
    reply = ask(site, values)
    if reply.status != 200:
        return reply
    asked = ask_query(site, values["query"], values["default_graphs"], values["named_graphs"])
    place = place_of(asked, values["base"])
    if place is None:
        raise UsageError("the query is too long for a receipt", hint="Ask without receipt=1")
    return msgspec.structs.replace(reply, headers={**reply.headers, "X-Receipt": place})


JOBS = {"receipt": tell, "sparql-with-receipt": ask_with_receipt}
