"""The manifest of a published site, ``site.json``: what made it, and every file with its hash.

It marks a folder as one that ``kg publish`` may change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec

from kg.errors import InputError
from kg.publish.entries import Entries
from kg.publish.model import Entry

NAME = "site.json"
_FORMAT = 1
_EMPTY, _BEGIN, _END = b'"files": {}', b'"files": {\n', b"\n}"
_END_OF_FILES = b"},"
_MOST_OF_HEAD, _MOST_OF_TAIL = 100, 1 << 16
_ROW = msgspec.json.Decoder(dict[str, tuple[int, str]])


class Manifest(msgspec.Struct, frozen=True):
    """A manifest.

    Attributes:
        kg: Version of kg that made the site.
        key: Hash of all that the site was made from.
        dataset: Name of the dataset's version.
        sha256: Hash of the dataset as sorted N-Quads.
        base: What the IRIs of the dataset begin with.
        address: Public address of the site, or empty.
        is_absolute: Whether links are absolute.
        is_validated: Whether the dataset passed validation.
        files: For each file its size and SHA-256, by path.
        format: Number of this form of the manifest.
    """

    kg: str
    key: str
    dataset: str
    sha256: str
    base: str
    address: str
    is_absolute: bool
    is_validated: bool
    files: Mapping[str, tuple[int, str]]
    format: int = _FORMAT

    def entries(self) -> Iterator[Entry]:
        """Yield the files, by path."""
        if isinstance(self.files, Entries):
            return self.files.entries()
        return (Entry(path, size, sha256) for path, (size, sha256) in self.files.items())

    def write(self) -> Iterator[bytes]:
        """Write it, a file to a line."""
        raw = msgspec.json.encode(msgspec.structs.replace(self, files={}))
        head, _, tail = msgspec.json.format(raw, indent=1).partition(_EMPTY)
        yield head + _BEGIN
        for number, (path, size, sha256) in enumerate(self.entries()):
            yield b",\n" if number else b""
            yield msgspec.json.encode(path) + b": " + msgspec.json.encode((size, sha256))
        yield _END + tail + b"\n"


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest of a site, without holding what it says of its files.

    Args:
        folder: Folder of the site.

    Returns:
        The manifest, or None where there is none.

    Raises:
        InputError: If it cannot be read.
    """
    path = folder / NAME
    try:
        return _read_lines(path) or decode_manifest(path.read_bytes(), str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from error


def _read_lines(path: Path) -> Manifest | None:
    """Read a manifest that stands there as it was written; None for any other."""
    with path.open("rb") as file:
        head = b""
        for line in islice(file, _MOST_OF_HEAD):
            head += line
            if line.endswith(_BEGIN):
                break
        rows = iter(lambda: file.readline().removesuffix(b"\n"), _END_OF_FILES)
        try:
            entries = Entries(_entry(row.removesuffix(b",")) for row in rows)
            whole = head.removesuffix(_BEGIN) + _EMPTY + b"," + file.read(_MOST_OF_TAIL)
            found = decode_manifest(whole, str(path))
        except (InputError, ValueError, msgspec.MsgspecError, sqlite3.Error):
            return None
    return msgspec.structs.replace(found, files=entries)


def _entry(row: bytes) -> Entry:
    """Read a line of a manifest.

    Raises:
        ValueError: If it is none.
    """
    ((path, (size, sha256)),) = _ROW.decode(b"{" + row + b"}").items()
    if not _is_plain(path):
        raise ValueError(path)
    return Entry(path, size, sha256)


def decode_manifest(raw: bytes, path: str) -> Manifest:
    """Decode a manifest.

    Args:
        raw: The bytes of the file.
        path: Where it stands, for messages.

    Raises:
        InputError: If it is none.
    """
    try:
        found = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"the manifest of the site cannot be read: {error}",
            where=path,
            hint="Publish into a new folder",
        ) from error
    if found.format != _FORMAT or any(not _is_plain(name) for name in found.files):
        raise InputError(
            "the manifest of the site is none that this version of kg writes",
            where=path,
            hint="Publish into a new folder",
        )
    return found


def _is_plain(name: str) -> bool:
    """Say whether a path stays within the folder."""
    return all(part not in ("", ".", "..") for part in name.split("/")) and "\0" not in name
