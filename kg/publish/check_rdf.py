"""Whether the files of RDF of a published site parse, and hold what the dataset holds."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from typing import IO, Self, cast

import pyoxigraph
from pyoxigraph import BlankNode, Quad, RdfFormat

from kg.publish.finding import Finding
from kg.publish.model import NOWHERE
from kg.store.quads import is_apart

_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
_WHOLE = "dataset"
_PACKED = ".gz"
_PARTS = ("data/", "vocab/")
_COMMON = ("ontology", "vocab", "description")
_SETS = ("dataset", "current", "union", "turtle", "quads", "trig")
_SIZE = 16
_BUCKETS = 64


class Statements:
    """The statements of all files of a site; a context, for it keeps hashes in temporary files."""

    def __init__(self) -> None:
        self.count = 0
        self._sets = {name: _Hashes() for name in _SETS}
        self._stems: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._sets.values():
            one.close()

    def look(self, path: str, content: bytes) -> Iterator[Finding]:
        """Parse a file of RDF, and note what it holds.

        Args:
            path: The file.
            content: Its bytes.
        """
        stem, _, suffix = path.removesuffix(_PACKED).rpartition(".")
        if suffix not in _FORMATS:
            return
        raw: IO[bytes] = io.BytesIO(content)
        if path.endswith(_PACKED):
            raw = cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        try:
            quads = pyoxigraph.parse(raw, format=_FORMATS[suffix], base_iri=NOWHERE)
            if stem == _WHOLE:
                self._note_whole(suffix, quads)
            elif stem in _COMMON or stem.startswith(_PARTS):
                self._note_part(stem, suffix, quads)
            else:
                for _ in quads:
                    pass
        except (OSError, EOFError, zlib.error) as error:
            yield Finding(path, f"gzip として読めない: {error}", f"it is no gzip: {error}")
        except (SyntaxError, ValueError) as error:
            said = str(error)[:200]
            yield Finding(path, f"RDF として読めない: {said}", f"it is no RDF: {said}")

    def _note_whole(self, suffix: str, quads: Iterator[Quad]) -> None:
        for quad in quads:
            if suffix == "nq":
                self._sets["dataset"].add(quad)
                if not is_apart(getattr(quad.graph_name, "value", "")):
                    self._sets["current"].add(quad)
                self._sets["quads"].add(quad, with_graph=True)
            elif suffix == "trig":
                self._sets["trig"].add(quad, with_graph=True)
            else:
                self._sets["turtle"].add(quad)

    def _note_part(self, stem: str, suffix: str, quads: Iterator[Quad]) -> None:
        total, number, union = 0, 0, self._sets["union"]
        seen: set[bytes] = set()
        for quad in quads:
            if suffix == "nt":
                union.add(quad)
            hashed = _hash(quad) if _is_ground(quad) else b""
            if hashed in seen:
                continue
            number += 1
            if hashed:
                seen.add(hashed)
                total ^= int.from_bytes(hashed)
        self._stems[stem][suffix] = (number, total)

    def compare(self) -> Iterator[Finding]:
        """Find the files that hold more or less than they should."""
        for stem, formats in sorted(self._stems.items()):
            wanted = formats.get("nt")
            for suffix, found in formats.items():
                if found != wanted:
                    yield Finding(
                        f"{stem}.{suffix}",
                        f"{stem}.nt と同じトリプルではない",
                        f"it has other triples than {stem}.nt",
                    )
        yield from self._compare("dataset", "union", "data/, vocab/, ontology, vocab, description")
        yield from self._compare("current", "turtle", "dataset.ttl.gz")
        yield from self._compare("quads", "trig", "dataset.trig.gz")
        self.count = self._sets["dataset"].count

    def _compare(self, whole: str, part: str, name: str) -> Iterator[Finding]:
        missing, more = self._sets[whole].differences(self._sets[part])
        if missing or more:
            yield Finding(
                "dataset.nq.gz",
                f"{name} に {missing} 件が欠け、余分が {more} 件ある",
                f"{name}: {missing} statements of the dataset are missing, {more} are not of it",
            )


def _is_ground(quad: Quad) -> bool:
    return not (isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode))


def _hash(quad: Quad, *, with_graph: bool = False) -> bytes:
    text = str(quad) if with_graph else str(quad.triple)
    return blake2b(text.encode(), digest_size=_SIZE).digest()


class _Hashes:
    """A set of statements as hashes, in temporary files, so that memory stays flat.

    The files of a site name a blank node alike, those in XML excepted.
    """

    def __init__(self) -> None:
        self._files: list[IO[bytes]] = []
        self.count = 0

    def add(self, quad: Quad, *, with_graph: bool = False) -> None:
        """Add a statement."""
        if not self._files:
            self._files = [
                tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
                for _ in range(_BUCKETS)
            ]
        hashed = _hash(quad, with_graph=with_graph)
        self._files[hashed[0] % _BUCKETS].write(hashed)

    def differences(self, other: _Hashes) -> tuple[int, int]:
        """Count the statements that only this one has, and those that only the other has."""
        missing = more = self.count = 0
        for number in range(_BUCKETS):
            own, others = self._bucket(number), other._bucket(number)
            self.count += len(own)
            missing += len(own - others)
            more += len(others - own)
        return missing, more

    def _bucket(self, number: int) -> set[bytes]:
        if not self._files:
            return set()
        file = self._files[number]
        file.seek(0)
        raw = file.read()
        return {raw[place : place + _SIZE] for place in range(0, len(raw), _SIZE)}

    def close(self) -> None:
        """Remove the temporary files."""
        for file in self._files:
            file.close()
