"""Whether a published site is as it was made: hashes, links, RDF, and what a host makes of it.

What is compared: the union of all files ``.nt`` below ``data/`` and ``vocab/`` and of
``ontology.nt``, ``vocab.nt`` and ``description.nt`` has exactly the triples of
``dataset.nq.gz``; so has ``dataset.ttl.gz``, and ``dataset.trig.gz`` has its quads. The files of a
resource in other formats have the triples of its file ``.nt``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import NotFoundError
from kg.publish.check_links import Links
from kg.publish.check_rdf import Statements
from kg.publish.entries import Entries
from kg.publish.finding import Finding
from kg.publish.manifest import NAME, Manifest, decode_manifest, read_manifest
from kg.publish.model import Entry
from kg.publish.sites import FolderSite, WebSite, open_site

_MOST = 200


class Counted(NamedTuple):
    """What was checked.

    Attributes:
        files: Files of the site.
        links: Links within it.
        triples: Different triples of the dataset.
        problems: What is wrong in all, also where not all of it is told.
        strangers: Files in the folder that are not of ``kg publish``; no mistake.
    """

    files: int
    links: int
    triples: int
    problems: int
    strangers: list[str]


def check(target: str) -> tuple[list[Finding], Counted]:
    """Check a published site.

    Args:
        target: Its folder, or its address.

    Returns:
        What is wrong, at most 200 of it, and what was looked at.

    Raises:
        NotFoundError: If there is no published site.
        InputError: If its manifest cannot be read.
    """
    site = open_site(target)
    manifest = _manifest(site, target)
    links = Links(manifest.files, manifest.address, site.has)
    with Statements() as statements:
        found = dict.fromkeys(_findings(site, manifest, links, statements))
        counted = Counted(
            len(manifest.files),
            links.count,
            statements.count,
            len(found),
            site.strangers(manifest),
        )
    return list(found)[:_MOST], counted


def _manifest(site: FolderSite | WebSite, target: str) -> Manifest:
    """Read the manifest; that of a folder without holding what it says of its files."""
    if isinstance(site, FolderSite):
        manifest = read_manifest(Path(target))
    else:
        raw = site.read(NAME)
        manifest = None if raw is None else decode_manifest(raw, f"{target}/{NAME}")
    if manifest is None:
        raise NotFoundError(
            f"there is no {NAME} here, so this is no site of kg publish",
            where=target,
            hint="Name the folder that `kg publish` wrote, or its address",
        )
    return manifest


def _findings(
    site: FolderSite | WebSite, manifest: Manifest, links: Links, statements: Statements
) -> Iterator[Finding]:
    for path, content in site.read_all(manifest.files):
        if content is None:
            if not site.keeps_back(path):
                yield Finding(path, "ファイルがない", "the file is missing")
            continue
        size, sha256 = manifest.files[path]
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            yield Finding(
                path,
                "公開したときと内容が違う（手で変更されたか、壊れている）",
                "the file is not as it was published: changed by hand, or damaged",
            )
        yield from links.look(path, content)
        yield from statements.look(path, content)
    yield from links.fragments(site.read)
    yield from _sums(site, manifest)
    yield from site.negotiation(manifest)
    yield from statements.compare()


def _sums(site: FolderSite | WebSite, manifest: Manifest) -> Iterator[Finding]:
    """Compare SHA256SUMS with the manifest."""
    from kg.publish.lasting import SUMS

    rows = bytes(site.read(SUMS) or b"").split(b"\n")
    lines = (row.decode(errors="replace").partition("  ") for row in rows)
    told = Entries()
    for sha256, _, path in lines:
        told.add(Entry(path, 0, sha256))
    for path, _, sha256 in manifest.entries():
        if path != SUMS and told.get(path) != (0, sha256):
            yield Finding(
                SUMS, f"{path} のハッシュが違うか、ない", f"the hash of {path} is wrong or missing"
            )
