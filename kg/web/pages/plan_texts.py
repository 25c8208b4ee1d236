"""Which text of a plan a site can show: that of the dataset's files, or what a graph quotes."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode

from kg.document.text_map import read_text_map
from kg.errors import InputError, NotFoundError
from kg.web.pages.asking import ask
from kg.web.pages.texts import Quoted, Text, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.plan_editions import Edition
    from kg.web.pages.shared import PlanFacts
    from kg.web.pages.texts import Shown
    from kg.web.site import Site


def text_of(site: Site, plan: PlanFacts, edition: str = "") -> Text:
    """Return the text of a plan, read once.

    Args:
        site: The site.
        plan: The plan.
        edition: Id of an edition that is not the current one, or empty.

    Raises:
        NotFoundError: If the dataset does not hold it.
        InputError: If it is damaged.
    """
    mark = f"@{edition}" if edition else ""
    key = f"text {plan.id}{mark}"
    if key not in site.kept:
        folder = Path(site.version) / "plans" / plan.id
        try:
            if not site.version:
                raise FileNotFoundError
            text = (folder / f"source{mark}.txt").read_bytes().decode()
            made = read_text_map((folder / f"text{mark}.json").read_text(encoding="utf-8"))
            if made.runs and made.runs[-1].end > len(text):
                raise ValueError
        except FileNotFoundError:
            raise _lacking() from None
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            raise InputError(
                f"the dataset is damaged: source{mark}.txt or text{mark}.json cannot be read",
                where=folder,
                hint="Run `kg build --force` to make it again",
            ) from error
        site.kept[key] = Text(text, made)
    kept: Text = site.kept[key]
    return kept


def shown_of(site: Site, plan: PlanFacts, edition: Edition | None) -> Shown:
    """Return what can be shown of the text of a plan.

    Args:
        site: The site that tells of the edition.
        plan: The plan.
        edition: The edition, if it is not the current one.

    Raises:
        NotFoundError: If the dataset should hold the text and does not, or nothing of it is
            quoted.
        InputError: If it is damaged.
    """
    if site.version:
        return text_of(site, plan, edition.id if edition else "")
    source = f"{edition.iri if edition else plan.iri}/source"
    rows = ask(site.dataset.store, "quoted", sources=[NamedNode(source)])
    found = sorted(
        {Words(int(page), int(start), int(end), words) for page, start, end, words in rows},
        key=lambda one: (one.start, -one.end),
    )
    kept: list[Words] = []
    for one in found:
        if not (kept and one.end <= kept[-1].end):
            kept.append(one)
    if not kept:
        raise _lacking()
    return Quoted(kept)


def _lacking() -> NotFoundError:
    return NotFoundError(
        "the text of this plan is not in the dataset",
        hint="A dataset that `kg build` makes has it; an endpoint has not",
    )
