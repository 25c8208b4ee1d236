"""What a published site is made from: an open dataset, and how its addresses are written."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from kg.dataset import Dataset
from kg.description.about import About
from kg.errors import InputError
from kg.memory import Kept, give_back, use_one_arena
from kg.publish.model import File
from kg.publish.places import Places
from kg.store.embedded import EmbeddedStore
from kg.web.addresses.files import file_of
from kg.web.facts import facts_of
from kg.web.pages.fields import OFFERED
from kg.web.pages.questions import ANSWERS
from kg.web.pages.ready import hold_parts, make_ready
from kg.web.pages.shared import Shared, shared_of
from kg.web.pages.words import LANGUAGES
from kg.web.problems import MEDIA_TYPE as PROBLEM
from kg.web.settings import Settings, SiteSpec
from kg.web.site import Site
from kg.workers.messages import Job

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.port import Store


_OF_A_PLAN = 48 << 20
"""How much the store of one plan may take."""


class SourceSpec(msgspec.Struct, frozen=True):
    """What a source is made of.

    Attributes:
        version: Folder of the dataset's version.
        address: Public address of the site without a slash at its end, or empty.
        is_absolute: Whether links are absolute.
        is_unvalidated: Whether the dataset failed validation.
        about: Who publishes the site and on which terms, or None where nobody says so.
    """

    version: str
    address: str = ""
    is_absolute: bool = False
    is_unvalidated: bool = False
    about: About | None = None


class Source:
    """An open dataset, as a site is published from it.

    Args:
        spec: What it is made of.
        made: Folder in which the files stand that are made so far, if some are made from others.

    Attributes:
        spec: What it is made of.
        made: Folder in which the files stand that are made so far.
        shared: What every page knows of the dataset.

    Raises:
        KgError: If the dataset is damaged.
    """

    def __init__(self, spec: SourceSpec, made: Path | None = None) -> None:
        use_one_arena()
        self.spec = spec
        self.made = made
        self._kept: dict[str, Any] = {}
        self._site: Site | None = _open_site(spec)
        self.shared: Shared = shared_of(self.site)
        self.places = Places(
            self.shared.addresses.base, spec.version, [plan.id for plan in self.shared.plans]
        )
        self.shared.addresses = self.places
        self.site.kept.pop("outline", None)  # it knows addresses
        make_ready(self.site)
        hold_parts(self.site, at_once=False)
        self._parts = self.site.parts
        self._left = Kept()

    @property
    def site(self) -> Site:
        """The site of the web server, whose jobs make the pages."""
        if self._site is None:
            self._site = _open_site(self.spec)
            self._site.kept |= {"pages": self.shared, **self._kept}
            self._site.parts = self._parts
        return self._site

    def let_go(self) -> None:
        """Let go of what was read and found out; who asks for the site opens it anew.

        Oxigraph keeps a table for each file of a store that it read in, and the site the texts
        of plans that it showed: with many plans, all of them in each process.
        """
        if self._site is not None:
            kept = self._site.kept
            self._kept |= {topic: kept[topic] for topic in (OFFERED, ANSWERS) if topic in kept}
        self._site = None
        give_back()

    def let_go_of_much(self) -> None:
        """Let go of what was read and found out if it is much, the store of one plan too."""
        has_part = self._parts is not None and self._parts.is_holding
        if self._left.is_much(beside=_OF_A_PLAN if has_part else 0):
            if self._parts is not None:
                self._parts.let_go()
            self.let_go()
            self._left = Kept()

    @property
    def store(self) -> Store:
        """The store of the dataset."""
        return self.site.dataset.store

    @property
    def folder(self) -> Path:
        """Folder of the dataset's version."""
        return Path(self.spec.version)

    @cached_property
    def base(self) -> str:
        """What the IRIs of all things begin with."""
        return facts_of(self.site.dataset).base

    def public(self, file: str) -> str:
        """Return the public address of a file, or its path where the address is not known."""
        from kg.web.addresses.files import START, address

        path = address(file.removesuffix(START) if file.endswith(f"/{START}") else file)
        if file == START and self.spec.address:
            path = ""
        return f"{self.spec.address}/{path}" if self.spec.address else path

    def pages(
        self, job: str, path: str, *, rest: str = "", args: dict[str, str] | None = None
    ) -> Iterator[File]:
        """Make a page in each language, by the job that makes it for a server.

        Args:
            job: Name of the job.
            path: Path of the page, percent-encoded.
            rest: What the job wants to know as ``rest``.
            args: What would stand behind the question mark.

        Raises:
            InputError: If the page cannot be made.
        """
        for lang in LANGUAGES:
            yield self.page(job, path, file_of(path, lang), lang, rest=rest, args=dict(args or {}))

    def page(self, job: str, path: str, file: str, lang: str, **more: Any) -> File:
        """Make a page in one language.

        Args:
            job: Name of the job.
            path: Path of the page, percent-encoded.
            file: Its file.
            lang: The language.
            **more: Further values of the job.

        Raises:
            InputError: If the page cannot be made.
        """
        values: dict[str, Any] = {
            "lang": lang,
            "root": "",
            "base": self.spec.address,
            "path": path,
            "rest": "",
            "args": {},
            "file": file,
            "is_absolute": self.spec.is_absolute,
            "is_unvalidated": self.spec.is_unvalidated,
            **more,
        }
        reply = self.site.do(Job(job, values))
        if reply.status != 200 or reply.media_type == PROBLEM:
            raise InputError(
                f"the page {path} cannot be made: {reply.body[:300].decode(errors='replace')}",
                where=self.folder,
                hint="Run `kg build --force` to make the dataset again",
            )
        return File(file, reply.body)


def _open_site(spec: SourceSpec) -> Site:
    # Read from disk: held in memory by each process, a dataset of many plans would fill it.
    settings = Settings(in_memory_mb=0, result_limit_mb=1 << 20, about=spec.about or "")
    store = EmbeddedStore.open(f"{spec.version}/store", is_sparing=True)
    return Site(spec.version, SiteSpec(settings)).having(Dataset(store, spec.version), {})
