"""The editions that plans name: what each is called, and whether pages tell what it says."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.iris import local_name
from kg.store.quads import is_apart
from kg.web.pages.asking import ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.store.port import Store
    from kg.web.pages.rendering import Frame
    from kg.web.pages.words import Words


@dataclass(slots=True)
class Edition:
    """An edition of a plan.

    Attributes:
        plan: IRI of the plan.
        iri: The edition.
        id: Its id.
        issued: Year, month or day.
        graph: The graph of what it says.
        is_current: Whether pages tell what it says.
        status: How far it had come, by language.
        titles: Its title, by language.
    """

    plan: str
    iri: str
    id: str
    issued: str
    graph: str
    is_current: bool
    status: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What names it among the editions of all plans: ``kushiro-nemuro@2021``."""
        return local_name(self.iri)

    def title(self, lang: str) -> str | None:
        """Return its title in a language, else in Japanese, or None."""
        return self.titles.get(lang) or self.titles.get("ja")

    def told(self, frame: Frame) -> str:
        """Name it with its status and date."""
        return self.called(frame.words)

    def called(self, words: Words) -> str:
        """Name it with its status and date in the language of some words."""
        status = self.status.get(words.lang) or self.status.get("ja", "")
        return words("edition.named", id=self.id, status=status, issued=self.issued)


def read_editions(store: Store) -> dict[str, list[Edition]]:
    """Return the editions of each plan that names some, by its IRI, the earliest first."""
    found: dict[str, Edition] = {}
    for plan, iri, id, issued, graph, status, lang, title in ask(store, "editions"):
        edition = found.setdefault(iri, Edition(plan, iri, id, issued, graph, not is_apart(graph)))
        edition.status[lang] = status
        if title:
            edition.titles[lang] = title
    known: dict[str, list[Edition]] = {}
    for edition in found.values():
        known.setdefault(edition.plan, []).append(edition)
    return known
