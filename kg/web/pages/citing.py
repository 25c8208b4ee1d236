"""How to cite a page: in words, as BibTeX and as CSL-JSON.

Source:
    CSL-JSON, https://docs.citationstyles.org/en/stable/specification.html (appendices III and IV);
    BibLaTeX's fields date, version and urldate;
    URI Fragment Text Directives, https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from kg.description.words import read_words
from kg.errors import KgError
from kg.web.addresses.names import decoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts, Shared

_WHOLE = ("", "about", "plan")
"""Sections of the site whose pages are cited as what they tell of: the data, or a plan."""
_LONGEST_WORDS = 60
_LAST_BLANK = 0x3000
"""The code point of the last sign that is white space."""
_UNSAFE = re.compile(r"""[%#"<>\s`\\^{|}]""")
_TEX = re.compile(r"[\\{}$&%#_~^]")
_TEX_NAMES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_KEY = re.compile(r"[^A-Za-z0-9]+")


class Passage(NamedTuple):
    """Words of a plan.

    Attributes:
        start: Their first character.
        end: The one behind the last.
        words: The words.
    """

    start: int
    end: int
    words: str

    @property
    def fragment(self) -> str:
        """What leads to the words: their characters (RFC 5147), and the words for browsers."""
        return f"char={self.start},{self.end}{text_fragment(self.words)}"


class Citation(NamedTuple):
    """How to cite a page. What is not known is empty.

    Attributes:
        key: Short name.
        kind: Type of CSL: ``report``, ``entry`` or ``dataset``.
        title: What is cited.
        within: What it is a part of.
        author: Who drew the plan up.
        publisher: Who published it.
        issued: Year, month or day of the plan or of its edition.
        page: Its page.
        passage: Its words.
        url: Where it is.
        version: Version of the dataset.
        sha256: Hash of the dataset.
    """

    key: str
    kind: str
    title: str
    within: str
    author: str
    publisher: str
    issued: str
    page: str
    passage: Passage | None
    url: str
    version: str
    sha256: str

    def bibtex(self) -> str:
        """Write it as BibTeX."""
        year, _, rest = self.issued.partition("-")
        fields = {
            "title": self.title,
            "booktitle": self.within,
            "author": self.author and f"{{{_tex(self.author)}}}",
            "publisher": self.publisher,
            "year": year,
            "month": str(int(rest[:2])) if rest[:2].isdigit() else "",
            "date": self.issued,
            "pages": self.page,
            "url": self.url,
            "version": self.version,
            "note": self._note(),
        }
        plain = ("author", "url")
        lines = [
            f"  {name} = {{{value if name in plain else _tex(value)}}}"
            for name, value in fields.items()
            if value
        ]
        return f"@misc{{{self.key},\n" + ",\n".join(lines) + "\n}\n"

    def csl(self) -> dict[str, Any]:
        """Return it as an item of CSL-JSON."""
        parts = [int(part) for part in self.issued.split("-") if part.isdigit()]
        item: dict[str, Any] = {
            "id": self.key,
            "type": self.kind,
            "title": self.title,
            "container-title": self.within,
            "author": [{"literal": self.author}] if self.author else None,
            "publisher": self.publisher,
            "issued": {"date-parts": [parts]} if parts else None,
            "page": self.page,
            "URL": self.url,
            "version": self.version,
            "note": self._note(),
        }
        return {name: value for name, value in item.items() if value}

    def _note(self) -> str:
        words = f"char={self.passage.start},{self.passage.end}" if self.passage else ""
        return "; ".join(filter(None, (words, self.sha256 and f"sha256:{self.sha256}")))

    @property
    def files(self) -> list[tuple[str, str, Markup]]:
        """The citation as files: name, name of the file, and an address that holds it."""
        csl = json.dumps([self.csl()], ensure_ascii=False)
        return [
            ("BibTeX", f"{self.key}.bib", _data("application/x-bibtex", self.bibtex())),
            ("CSL-JSON", f"{self.key}.json", _data("application/vnd.citationstyles.csl+json", csl)),
        ]


def citation_of(frame: Frame, shared: Shared) -> Citation:
    """Say how to cite a page.

    Args:
        frame: The frame of the page.
        shared: What is known of the dataset.
    """
    section, _, rest = (frame.canonical or frame.path).strip("/").partition("/")
    name, _, below = rest.partition("/")
    plan = _plan(shared, section, name)
    words = read_words().title
    whole = words.get(frame.lang) or words["ja"]
    title, within, kind = whole, "", "dataset"
    page = below if section == "plan" and below.isdigit() else ""
    if plan is not None:
        title, kind = plan.title(frame.lang), "report"
    edition = _edition(frame, shared, plan)
    if plan is not None and edition is not None:
        title = edition.title or title
    named = f" {edition.name}" if edition else ""
    is_part = section not in _WHOLE if plan is None else section == "page" and below
    if not is_part:
        title += named
    elif plan is None:
        title, within, kind = frame.title + named, title, "entry"
    else:
        title, within, kind = frame.title, title + named, "entry"
    issued = edition.issued if edition else _said(plan, "issued", frame.lang)
    place = f"p{page}" if page else _place(section, name, below, plan)
    values = [text for name, text in frame.asked.items() if name != "edition"]
    if values:
        title += frame.words("cite.asked", values=frame.words("cite.and").join(values))
        place = "-".join([place, *map(_in_ascii, values)])
    if frame.passage:  # as kg/web/assets/light.js
        place = f"{place}-{frame.passage.start}-{frame.passage.end}"
    cited = edition or plan
    return Citation(
        _key(plan, edition.id if edition else issued, place),
        kind,
        title,
        within,
        _said(plan, "creator", frame.lang),
        _publisher(shared, plan, frame.lang),
        issued,
        page,
        frame.passage,
        address_of(frame, shared, section, rest, cited.iri if cited else ""),
        frame.version,
        frame.sha256,
    )


class _Edition(NamedTuple):
    """The edition that is cited: its IRI, id, name among editions, title and date."""

    iri: str
    id: str
    name: str
    title: str | None
    issued: str


def _edition(frame: Frame, shared: Shared, plan: PlanFacts | None) -> _Edition | None:
    """Return the edition that a page tells of, where that is one; a plan may name none."""
    if frame.edition is not None:
        one = frame.edition
        return _Edition(one.iri, one.iri.rpartition("@")[2], one.name, one.title, one.issued)
    current = shared.current(plan) if plan else None
    if current is None:
        return None
    title = current.title(frame.lang)
    return _Edition(current.iri, current.id, current.told(frame), title, current.issued)


def _place(section: str, name: str, below: str, plan: PlanFacts | None) -> str:
    """Return what a page is called within what it is a part of.

    The text of a plan has the name of the plan to itself: it is what most people cite.
    """
    if section == "page" and plan is not None and not below:
        return f"{section}-{name}"
    if section in ("page", "plan", "questions") and name:
        return below or name
    return "" if section in _WHOLE else "-".join(filter(None, (section, name, below)))


def _said(plan: PlanFacts | None, name: str, lang: str) -> str:
    return (plan.said(name, lang) or "") if plan else ""


def _publisher(shared: Shared, plan: PlanFacts | None, lang: str) -> str:
    """Return who publishes what is cited: a plan its own publisher, the data who tells of it."""
    if plan is not None:
        return _said(plan, "publisher", lang)
    return shared.about.publisher.said(lang) if shared.about else ""


def _key(plan: PlanFacts | None, edition: str, place: str) -> str:
    """Return a short name in ASCII; a hash stands for what cannot be written so.

    Args:
        plan: The plan that is cited, or None.
        edition: Id of the edition, or date of a plan that names none.
        place: What is cited of it.
    """
    parts = [plan.id if plan else "chiiki", edition, _in_ascii(place)]
    return _KEY.sub("-", "-".join(filter(None, parts))).strip("-")


def _in_ascii(text: str) -> str:
    """Return a text, or a hash of one that cannot be written in ASCII."""
    if "%" not in text and text.isascii():
        return text
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _plan(shared: Shared, section: str, name: str) -> PlanFacts | None:
    if section in ("plan", "page") and name:
        try:
            return shared.plan(decoded(name).partition("@")[0])
        except KgError:
            return None
    return shared.plans[0] if section == "plan" and len(shared.plans) == 1 else None


def address_of(frame: Frame, shared: Shared, section: str, rest: str, otherwise: str) -> str:
    """Return the IRI of a thing, which stays, or else where the page is, if that is known.

    Args:
        frame: The frame of the page.
        shared: What is known of the dataset.
        section: The first part of the page's path.
        rest: What stands behind it.
        otherwise: What to return for a page whose address is not known.
    """
    if section == "page" and rest:
        try:
            return shared.addresses.iri(rest)
        except KgError:
            return ""
    place = frame.absolute(frame.canonical or frame.path, **frame.asked)
    if not place.startswith(("https:", "http:")):  # a folder that does not know its address
        return otherwise
    return f"{place}#{frame.passage.fragment}" if frame.passage else place


def text_fragment(words: str) -> str:
    """Return the directive by which a browser finds words in a page, or nothing for no words.

    Long words are told by how they begin and end.

    Example:
        >>> text_fragment("釧路港-A")
        ':~:text=%E9%87%A7%E8%B7%AF%E6%B8%AF%2DA'
    """
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if not lines:
        return ""
    ends = [lines[0], lines[-1]] if len(lines) > 1 else lines
    if len(ends) == 1 and len(ends[0]) > _LONGEST_WORDS:
        ends = [ends[0][: _LONGEST_WORDS // 2], ends[0][-_LONGEST_WORDS // 2 :]]
    return ":~:text=" + ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)


def _tex(text: str) -> str:
    return _TEX.sub(lambda match: _TEX_NAMES.get(match[0], f"\\{match[0]}"), text)


def _data(kind: str, text: str) -> Markup:
    """Return an address that holds a text."""
    return Markup("data:{};charset=utf-8,{}").format(kind, text.translate(_escapes()))


@cache
def _escapes() -> dict[int, str]:
    """Return how the signs are written that may not stand in an address, by code point."""
    signs = _UNSAFE.findall("".join(map(chr, range(_LAST_BLANK + 1))))
    return {ord(sign): quote(sign, safe="") for sign in signs}
