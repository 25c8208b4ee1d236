"""Whether the files of RDF of a published site parse, and hold what the dataset holds."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from typing import IO, Self, cast

import pyoxigraph
from pyoxigraph import BlankNode, Quad, RdfFormat

from kg.publish.finding import Finding
from kg.publish.model import NOWHERE
from kg.scratch import open_scratch
from kg.store.quads import is_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.publish.sites import Content

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
_MOST_HELD = 20_000
"""How many hashes of a set are held to be compared."""


_UNLIKE = """\
SELECT one.stem, one.suffix FROM file AS one LEFT JOIN file AS nt
ON nt.stem = one.stem AND nt.suffix = 'nt'
WHERE nt.number IS NOT one.number OR nt.total IS NOT one.total
ORDER BY one.stem, one.suffix"""


class Statements:
    """The statements of all files of a site; a context, for it keeps hashes in temporary files."""

    def __init__(self) -> None:
        self.count = 0
        self._sets = {name: _Hashes() for name in _SETS}
        self._files = open_scratch()
        self._files.execute(
            "CREATE TABLE file (stem TEXT, suffix TEXT, number INTEGER, total BLOB,"
            " PRIMARY KEY (stem, suffix)) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._sets.values():
            one.close()
        self._files.close()

    def look(self, path: str, content: Content) -> Iterator[Finding]:
        """Parse a file of RDF, and note what it holds.

        Args:
            path: The file.
            content: Its bytes.
        """
        stem, _, suffix = path.removesuffix(_PACKED).rpartition(".")
        if suffix not in _FORMATS:
            return
        raw = cast("IO[bytes]", io.BytesIO(content) if isinstance(content, bytes) else content)
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
        row = stem, suffix, number, total.to_bytes(_SIZE)
        self._files.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", row)

    def compare(self) -> Iterator[Finding]:
        """Find the files that hold more or less than they should."""
        for stem, suffix in self._files.execute(_UNLIKE):
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
            raw, other_raw = self._bucket(number), other._bucket(number)
            parts = 1 + max(len(raw), len(other_raw)) // (_MOST_HELD * _SIZE)
            for part in range(parts):
                own, others = _cut(raw, part, parts), _cut(other_raw, part, parts)
                self.count += len(own)
                missing += len(own - others)
                more += len(others - own)
        return missing, more

    def _bucket(self, number: int) -> bytes:
        if not self._files:
            return b""
        file = self._files[number]
        file.seek(0)
        return file.read()

    def close(self) -> None:
        """Remove the temporary files."""
        for file in self._files:
            file.close()


def _cut(raw: bytes, part: int, parts: int) -> set[bytes]:
    """Return the hashes of a bucket that belong to one part of some."""
    places = range(0, len(raw), _SIZE)
    return {raw[at : at + _SIZE] for at in places if raw[at + 1] % parts == part}
