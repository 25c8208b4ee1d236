"""The list of a site's files: on disk, in order, and read again from the manifest."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from kg.publish.entries import Entries
from kg.publish.manifest import NAME, Manifest, read_manifest
from kg.publish.model import Entry

_FEW, _MANY = 4_000, 20_000


def _entry(number: int) -> Entry:
    # A step without a common divisor: they do not come in order.
    return Entry(f"page/港/{number * 7_919 % 100_003:06}.html", number, f"{number:064x}")


def _written(count: int, folder: Path) -> None:
    """Note files, write the manifest, and read it."""
    entries = Entries()
    for number in range(count):
        entries.add(_entry(number))
    folder.mkdir(exist_ok=True)
    with (folder / NAME).open("wb") as file:
        file.writelines(_of(entries).write())
    again = read_manifest(folder)
    assert again is not None
    assert sum(1 for _ in again.entries()) == count


def _of(files: Entries | dict[str, tuple[int, str]]) -> Manifest:
    return Manifest("1", "key", "version", "sha", "https://a.example/", "", False, True, files)


def test_five_times_the_files_are_known_within_the_same_memory(tmp_path: Path) -> None:
    peaks = []
    _written(10, tmp_path)
    for count in (_FEW, _MANY):
        tracemalloc.start()
        _written(count, tmp_path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_files_come_in_the_order_of_their_paths_and_by_what_they_begin_with() -> None:
    entries = Entries()
    paths = ["b/2", "a", "b/é", "b/港", "b0", "b/1", "b.html"]
    for size, path in enumerate([*paths, "a"]):
        entries.add(Entry(path, size, "0"))
    assert list(entries) == sorted(paths)
    assert [entry.path for entry in entries.below("b/")] == ["b/1", "b/2", "b/é", "b/港"]
    assert entries["a"] == (7, "0")
    assert (len(entries), entries.size()) == (7, 27)
    assert "c" not in entries
    assert "\udcff" not in entries  # a name of a file that is no text


def test_a_manifest_is_the_same_whether_its_files_are_in_memory_or_not(tmp_path: Path) -> None:
    files = {path: (size, sha256) for path, size, sha256 in sorted(map(_entry, range(1200)))}
    whole = b"".join(_of(files).write())
    assert b"".join(_of(Entries(map(_entry, range(1200)))).write()) == whole
    (tmp_path / NAME).write_bytes(whole)
    again = read_manifest(tmp_path)
    assert again is not None
    assert (again.key, dict(again.files)) == ("key", files)
    assert b"".join(again.write()) == whole


@pytest.mark.parametrize("change", [(b"\n", b""), (b": ", b":  "), (b'"key"', b'"k\\u0065y"')])
def test_a_manifest_that_an_editor_laid_out_anew_is_read(
    tmp_path: Path, change: tuple[bytes, bytes]
) -> None:
    files = {entry.path: (entry.size, entry.sha256) for entry in map(_entry, range(5))}
    (tmp_path / NAME).write_bytes(b"".join(_of(files).write()).replace(*change))
    again = read_manifest(tmp_path)
    assert again is not None
    assert dict(again.files) == files
