"""What is known of the dataset as a whole: the base of its IRIs, its hash, who made it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph

from kg.errors import InputError
from kg.graph.terms import DEFAULT_BASE
from kg.store.embedded import EmbeddedStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.dataset import Dataset
    from kg.store.port import Store

MANIFEST = "manifest.json"
"""Name of the file that lists, in the folder of a version, what it was made from and into."""

_BASE = """\
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?base WHERE { ?union a sd:Graph ; void:uriSpace ?base } ORDER BY ?base LIMIT 1"""


class Facts(msgspec.Struct, frozen=True):
    """Facts of a dataset.

    Attributes:
        base: IRI below which its things are named.
        version: Name of its version, or None behind an endpoint.
        sha256: Hash of all its statements as sorted N-Quads, or None behind an endpoint.
        kg: Version of kg that built it, or None behind an endpoint.
    """

    base: str
    version: str | None = None
    sha256: str | None = None
    kg: str | None = None


class Engine(msgspec.Struct, frozen=True):
    """What answers queries.

    Attributes:
        name: What it is.
        version: Its version, or None where it does not tell.
    """

    name: str
    version: str | None = None


def facts_of(dataset: Dataset) -> Facts:
    """Return the facts of a dataset.

    Raises:
        InputError: If the dataset is damaged.
        EndpointError: If it is behind an endpoint, which fails.
    """
    if dataset.version is not None:
        return _read(dataset.version)
    return Facts(_base_of(dataset.store))


def engine_of(store: Store) -> Engine:
    """Say what answers the queries to a store; the address of an endpoint is not told."""
    if isinstance(store, EmbeddedStore):
        return Engine("Oxigraph", pyoxigraph.__version__)
    return Engine("SPARQL 1.1 endpoint")


@lru_cache(maxsize=4)
def _read(version: str) -> Facts:
    with manifest_of(version) as manifest:
        return Facts(manifest["base"], Path(version).name, manifest["sha256"], manifest["kg"])


@contextmanager
def manifest_of(version: str | Path) -> Iterator[dict[str, Any]]:
    """Read the manifest of a dataset; a context, for what it should say may be missing.

    Args:
        version: Folder of the dataset's version.

    Raises:
        InputError: If the dataset is damaged.
    """
    path = Path(version) / MANIFEST
    try:
        yield json.loads(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "the dataset is damaged: its manifest cannot be read",
            where=path,
            hint="Run `kg build --force` to make it again",
        ) from error


_BASES: dict[str, str] = {}


def _base_of(store: Store) -> str:
    """Ask an endpoint for the base, once; a dataset that does not tell has the usual one."""
    if store.place not in _BASES:
        found = [getattr(row[0], "value", "") for row in store.select(_BASE)[1]]
        _BASES[store.place] = (found or [""])[0] or DEFAULT_BASE
    return _BASES[store.place]
