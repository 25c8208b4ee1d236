"""From a template to a reply, in the frame that every page has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.changelog.html import TEMPLATES as CHANGES
from kg.changelog.html import words_of_changes
from kg.messages import in_japanese
from kg.questions.catalogue import Catalogue
from kg.resources import PACKAGE
from kg.web.addresses.files import MAIN_LANGUAGE
from kg.web.addresses.ways import Published, Rooted, Served
from kg.web.pages.choices import choices
from kg.web.pages.citing import citation_of
from kg.web.pages.marking import is_japanese, laid_out, tongue
from kg.web.pages.schema_org import linked_data
from kg.web.pages.shared import static_marks
from kg.web.pages.words import LANGUAGES, Words, in_short, words_in
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.description.about import About
    from kg.web.addresses.ways import Way
    from kg.web.pages.citing import Citation, Passage
    from kg.web.pages.editions import Apart
    from kg.web.pages.shared import Shared

MEDIA_TYPE = "text/html; charset=utf-8"
TEMPLATES = f"{PACKAGE}/web/pages/templates"

_FEED = "application/atom+xml"
_NAMES = re.compile("([a-z]+(?:-[a-z]+)+)")
"""What may name a question in a text; a single word of English may be just that."""


class Crumb(NamedTuple):
    """A step on the way from the start to a page.

    Attributes:
        label: What it is called.
        path: Path of its page.
    """

    label: str
    path: str


@dataclass(slots=True)
class Frame:
    """What the frame of a page shows.

    Attributes:
        lang: Language of the page.
        way: How addresses are written.
        path: Path of the page below the root, percent-encoded.
        args: What stands behind the question mark, without the language.
        words: The words of the page's language.
        version: Name of the dataset's version.
        sha256: Hash of the dataset.
        title: Title of the page.
        place: Which entry of the navigation the page belongs to.
        canonical: Path of the page's one address.
        crumbs: The way to the page.
        scripts: Names of scripts to load.
        styles: Names of style sheets to load beside that of the site.
        formats: Pairs of an address and a name: the page's data in other formats.
        search: What stands in the search box.
        warning: What every page says before anything else, or empty.
        is_listed: Whether search engines may list the page.
        asked: Values by name that the page was asked with and answers.
        passage: Words of a plan that the page was asked to show, or None.
        edition: The edition that the page tells of, or None for the current one.
        shared: What is known of the dataset, or None where nothing is.
    """

    lang: str
    way: Way
    path: str
    args: dict[str, str]
    words: Words
    version: str = ""
    sha256: str = ""
    title: str = ""
    place: str = ""
    canonical: str = ""
    crumbs: list[Crumb] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    formats: list[tuple[str, str, str]] = field(default_factory=list)
    search: str = ""
    warning: str = ""
    is_listed: bool = True
    asked: dict[str, str] = field(default_factory=dict)
    passage: Passage | None = None
    edition: Apart | None = None
    shared: Shared | None = None

    def url(self, path: str, **args: object) -> str:
        """Return the address of a path below the root, with what stands behind a question mark."""
        return self.way.url(path, args, self.lang)

    @property
    def has_server(self) -> bool:
        """Whether a server answers what the page links; else all it links are files."""
        return self.way.has_server

    def static(self, name: str) -> str:
        """Return the address of a file that browsers load."""
        mark = static_marks().get(name, "")
        return self.url(f"/static/{name}", v=mark)

    def with_questions(self, text: str) -> Markup:
        """Return a text in which the names of questions lead to them."""
        return Markup("").join(
            Markup('<a href="{}">{}</a>').format(self.url(f"/questions/{part}"), part)
            if part in _questions()
            else part
            for part in _NAMES.split(text)
        )

    def in_language(self, lang: str) -> str:
        """Return the address of this page in a language."""
        return self.url(self.path, **{**self.args, "lang": lang})

    def absolute(self, path: str, **args: object) -> str:
        """Return a public address."""
        return self.way.absolute(path, args, self.lang)

    @property
    def for_anybody(self) -> str:
        """The public address of this page for who wants it in no language that there is."""
        args = self.args if self.has_server else {**self.args, "lang": MAIN_LANGUAGE}
        return self.absolute(self.path, **args)

    @property
    def own_address(self) -> str:
        """The one public address of this page in its language."""
        return self.absolute(self.canonical or self.path)

    @property
    def citation(self) -> Citation | None:
        """How to cite the page, or None where nothing is known of a dataset."""
        return citation_of(self, self.shared) if self.shared and self.is_listed else None

    @property
    def linked_data(self) -> Markup:
        """What search engines are told of the page, or nothing."""
        return linked_data(self, self.shared) if self.shared and self.is_listed else Markup("")

    @property
    def whole_data(self) -> list[tuple[str, str, str]]:
        """Where all of the data is: names, paths and media types."""
        known = choices()["whole"]["served" if self.has_server else "published"]
        return [(one["name"], one["path"], one.get("type", "")) for one in known]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """What tells of a published site to programs: names, paths and media types."""
        if self.has_server or self.shared is None:
            return []
        is_dated = any(plan.said("issued", self.lang) for plan in self.shared.plans)
        return [
            (one["name"], one["path"], one["type"])
            for one in choices()["told"]
            if is_dated or not one.get("is_dated")
        ]

    @property
    def about(self) -> About | None:
        """Who publishes the data and on which terms, or None where nobody says so."""
        return self.shared.about if self.shared else None

    @property
    def feed(self) -> str:
        """Path of the feed of editions on pages about all of the data, or empty."""
        if self.path not in ("/", "/about"):
            return ""
        paths = [path for _, path, kind in self.told if kind == _FEED]
        return paths[0] if paths else ""

    @property
    def navigation(self) -> list[tuple[str, str, bool]]:
        """The entries of the navigation: path, label, and whether the page belongs to it."""
        return [
            (entry["path"], self.words(f"nav.{entry['name']}"), entry["name"] == self.place)
            for entry in choices()["navigation"]
        ]

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """The languages: tag, name, and whether the page is in it."""
        return [(lang, words_in(lang)("language"), lang == self.lang) for lang in LANGUAGES]


def frame_of(values: dict[str, Any], shared: Shared | None, version: str = "") -> Frame:
    """Make the frame of a page.

    Args:
        values: The values of the job: ``lang``, ``root``, ``base``, ``path``, ``args``; and for a
            page that is published ``file``, its file, ``is_absolute``, whether its links are,
            ``is_unvalidated``, whether its data failed validation, and perhaps
            ``is_for_any_address``, whether a host shows it wherever it has no other page.
        shared: What is known of the dataset, or None where nothing is.
        version: Name of the dataset's version, if nothing else is known of it.

    Returns:
        The frame, without a title.
    """
    words = words_in(values["lang"])
    warning = words("published.unvalidated") if values.get("is_unvalidated") else ""
    way: Way = Served(values["root"], values["base"])
    if values.get("is_for_any_address"):
        way = Rooted(values["file"], values["base"])
    elif "file" in values:
        way = Published(values["file"], values["base"], is_absolute=values["is_absolute"])
    return Frame(
        values["lang"],
        way,
        values["path"],
        {key: text for key, text in values["args"].items() if key != "lang"},
        words,
        shared.version if shared else version,
        shared.sha256 if shared else "",
        warning=warning,
        shared=shared,
    )


def render(
    template: str, frame: Frame, *, status: int = 200, is_lasting: bool = True, **context: Any
) -> Reply:
    """Make the reply that is a page.

    Args:
        template: Name of the template without its ending.
        frame: The frame.
        status: HTTP status.
        is_lasting: Whether the same job on the same dataset always gives this page.
        **context: What the template shows.

    Returns:
        The reply.
    """
    made = environment().get_template(f"{template}.html")
    body = made.render(frame=frame, t=frame.words, lang=frame.lang, **context).encode()
    headers = {"Content-Language": frame.lang}
    if frame.formats:
        headers["Link"] = ", ".join(
            f'<{address}>; rel="alternate"; type="{type}"' for address, _, type in frame.formats
        )
    return Reply(status, MEDIA_TYPE, body, headers, is_lasting)


@cache
def _questions() -> frozenset[str]:
    return frozenset(Catalogue().names())


@cache
def environment() -> Environment:
    """Return the templates; they write all values as text and refuse unknown names."""
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, CHANGES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        is_japanese=is_japanese,
        tongue=tongue,
        laid_out=laid_out,
        in_short=in_short,
        in_japanese=partial(in_japanese, on_page=True),
        **words_of_changes(),
    )
    return made


def compile_templates() -> None:
    """Compile all templates, which are else compiled when they are first used."""
    for name in environment().list_templates():
        environment().get_template(name)
