"""What a thing is, and what it is part of: the way to its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.dossier.around import LABEL, TERMS, TYPE, language_of, text_of
from kg.iris import local_name
from kg.web.pages.choices import choices

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.dossier.around import Around
    from kg.web.pages.shared import Shared
    from kg.web.site import Site

_WHOLES = (f"{TERMS}partOf", f"{TERMS}measureOf")
_CODE = NamedNode(f"{TERMS}primaryCode")


class Standing(NamedTuple):
    """What a thing is, and what it is part of.

    Attributes:
        narrowest: Its narrowest class, or None.
        wholes: What it is part of, the widest first: IRI, label, code.
        project: Code of its project, or None.
    """

    narrowest: str | None
    wholes: list[tuple[str, str, str | None]]
    project: str | None


def standing_of(site: Site, shared: Shared, around: Around, lang: str) -> Standing:
    """Return what a thing is, and what it is part of.

    Args:
        site: The site.
        shared: What is known of its dataset.
        around: What is said of the thing.
        lang: Language of labels where there is one in it, else they are Japanese.
    """
    order = choices()["standing"]["order"]
    wanted = [one for prop in _WHOLES for one in around.said.get(prop, ())]
    wholes: dict[str, _Whole] = {}
    for whole, prop, value in site.dataset.store.said_of(
        [one for one in dict.fromkeys(wanted) if isinstance(one, NamedNode)], (TYPE, LABEL, _CODE)
    ):
        wholes.setdefault(text_of(whole), _Whole(lang, len(order))).learn(prop, value, order)
    ordered = sorted(wholes.items(), key=lambda item: (item[1].rank, item[0]))
    found = [
        (iri, whole.label or local_name(iri), whole.code)
        for iri, whole in ordered
        if whole.rank < len(order)
    ]
    codes = [code for _, _, code in found if code]
    return Standing(shared.narrowest(around.texts(TYPE.value)), found, codes[0] if codes else None)


@dataclass(slots=True)
class _Whole:
    """What is known of what a thing is part of."""

    lang: str
    rank: int
    label: str = ""
    code: str | None = None

    def learn(self, prop: object, value: object, order: list[str]) -> None:
        """Learn what is said of it."""
        text = text_of(value)
        if prop == TYPE and local_name(text) in order:
            self.rank = min(self.rank, order.index(local_name(text)))
        elif prop == LABEL and language_of(value) in (self.lang, "ja"):
            if not self.label or language_of(value) == self.lang:
                self.label = text
        elif prop == _CODE:
            self.code = text
