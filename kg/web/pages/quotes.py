"""Words of a plan, and where they stand in its text."""

from __future__ import annotations

from typing import NamedTuple

from kg.web.pages.citing import text_fragment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import Shared


class Quote(NamedTuple):
    """Words of a plan.

    Attributes:
        plan: Id of the plan, or ``PLAN@EDITION`` for one that is not current.
        page: Page, from 1.
        start: Offset of the first character.
        end: Offset behind the last one.
        words: The words.
        href: Where they stand.
        named: What names the plan to people where there are several; empty otherwise, and where
            a page is about an edition, which is of one.
    """

    plan: str
    page: int
    start: int
    end: int
    words: str
    href: str
    named: str


def make_quote(
    frame: Frame, shared: Shared, passage: str, place: tuple[int, int, int], words: str
) -> Quote | None:
    """Make the quote of a passage.

    Args:
        frame: The frame of the page.
        shared: What is known of the dataset.
        passage: IRI of the passage.
        place: Its page, first character and the one behind the last.
        words: Its words.

    Returns:
        The quote, or None for a passage of no plan.
    """
    document = shared.document_of(passage)
    if document is None:
        return None
    page, start, end = place
    href = words_address(frame, document, page, start, end) + text_fragment(words)
    named = document if len(shared.plans) > 1 and frame.edition is None else ""
    return Quote(document, page, start, end, words, href, named)


def words_address(frame: Frame, plan: str, page: int, start: int, end: int) -> str:
    """Return the address of words in the text of a plan or edition, lit; it ends as in RFC 5147."""
    lit = {"from": start, "to": end}
    return frame.url(f"/plan/{plan}/{page}#char={start},{end}", **lit)
