"""A site that answers in the process of a test, as a worker does in its own."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import html5rdf

from kg.store.versions import current_path
from kg.web.settings import Settings, SiteSpec
from kg.web.site import Site
from kg.workers.messages import Job, Reply


def opened(folder: Path, *, in_memory: bool = False) -> Site:
    """Open a dataset as a worker does that has it in memory, or on disk."""
    settings = Settings() if in_memory else Settings(in_memory_mb=0)
    site = Site(current_path(str(folder)), SiteSpec(settings, in_memory=in_memory))
    site.open()
    return site


def asked(
    site: Site,
    job: str,
    path: str,
    *,
    lang: str = "ja",
    file: str = "",
    rest: str = "",
    **args: str,
) -> Reply:
    """Ask for a page.

    Args:
        site: The site.
        job: The job that makes it.
        path: Its path.
        lang: Its language.
        file: The file that it is in a published site, or empty for a server's.
        rest: What names its thing in the path.
        **args: What stands behind the question mark.
    """
    values: dict[str, object] = {"lang": lang, "root": "", "base": "", "path": path}
    values |= {"rest": rest, "args": args}
    if file:
        values |= {"file": file, "is_absolute": False}
    return site.do(Job(job, values))


def parsed(reply: Reply) -> Element:
    """Parse a page that is there."""
    assert reply.status == 200
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(reply.body.decode())
    return page
