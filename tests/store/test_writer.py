"""The dataset folder: versions come and go in single steps, one writer at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import BusyError, OutputError
from kg.store.versions import current_name, current_path, dataset_folder
from kg.store.writer import Writer, write_error

HOLD = """
import sys
from kg.store.writer import Writer
with Writer(sys.argv[1]) as writer:
    print(writer.temporary, flush=True)
    sys.stdin.read()
"""


def _publish(folder: Path, name: str, content: str) -> str:
    with Writer(str(folder)) as writer:
        (writer.temporary / "data").write_text(content, encoding="utf-8")
        return writer.publish(name)


def _content(folder: Path) -> str:
    return (Path(current_path(str(folder))) / "data").read_text(encoding="utf-8")


def _versions(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "versions").iterdir())


def test_what_is_published_is_current(tmp_path: Path) -> None:
    assert current_name(str(tmp_path)) is None
    assert _publish(tmp_path, "one", "1") == "one"
    assert _content(tmp_path) == "1"
    assert _publish(tmp_path, "two", "2") == "two"
    assert _content(tmp_path) == "2"


def test_two_versions_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        _publish(tmp_path, f"v{number}", str(number))
    assert _versions(tmp_path) == ["v3", "v4"]


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    names = [_publish(tmp_path, "same", str(number)) for number in range(3)]
    assert names == ["same", "same-2", "same-3"]
    assert _content(tmp_path) == "2"
    assert _versions(tmp_path) == ["same-2", "same-3"]


def test_what_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    _publish(tmp_path, "one", "1")
    with pytest.raises(ZeroDivisionError), Writer(str(tmp_path)) as writer:
        (writer.temporary / "data").write_text("2", encoding="utf-8")
        raise ZeroDivisionError
    assert _content(tmp_path) == "1"
    assert _versions(tmp_path) == ["one"]
    assert not (tmp_path / ".writer").exists()


def test_an_open_version_outlives_two_builds(tmp_path: Path) -> None:
    _publish(tmp_path, "one", "1")
    with (Path(current_path(str(tmp_path))) / "data").open(encoding="utf-8") as reader:
        _publish(tmp_path, "two", "2")
        _publish(tmp_path, "three", "3")
        assert reader.read() == "1"


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        with (
            pytest.raises(BusyError, match=f"process {other.pid}") as caught,
            Writer(str(tmp_path)),
        ):
            pass
        assert caught.value.where == str(tmp_path)
        other.communicate("")
    assert _publish(tmp_path, "mine", "1") == "mine"


def test_a_second_writer_in_one_process_is_refused(tmp_path: Path) -> None:
    outcome: list[BaseException] = []

    def write() -> None:
        try:
            _publish(tmp_path, "theirs", "2")
        except BusyError as error:
            outcome.append(error)

    with Writer(str(tmp_path)):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(outcome) == 1


def test_the_lock_and_the_leavings_of_a_killed_writer_are_gone(tmp_path: Path) -> None:
    _publish(tmp_path, "one", "1")
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        left = Path(other.stdout.readline().strip())
        (left / "half").write_text("half a file", encoding="utf-8")
        other.kill()
        other.wait()
    assert left.is_dir()
    assert _content(tmp_path) == "1"
    _publish(tmp_path, "two", "2")
    assert _content(tmp_path) == "2"
    assert _versions(tmp_path) == ["one", "two"]


def test_a_folder_with_files_of_others_is_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("a page", encoding="utf-8")
    with pytest.raises(OutputError, match="no CURRENT says that kg build wrote them") as caught:
        _publish(site, "one", "1")
    assert caught.value.where == str(site)
    assert [path.name for path in site.iterdir()] == ["index.html"]


@pytest.mark.parametrize("name", [".gitkeep", "CURRENT", "versions/.tmp-1/data"])
def test_a_folder_that_is_empty_or_a_dataset_that_was_begun_is_written_to(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    _publish(tmp_path, "one", "1")
    assert _content(tmp_path) == "1"


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "dataset").write_text("mine", encoding="utf-8")
    with (
        pytest.raises(OutputError, match="cannot write") as caught,
        Writer(str(tmp_path / "dataset")),
    ):
        pass
    assert "A file stands" in str(caught.value.hint)
    assert (tmp_path / "dataset").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied"), Writer(str(tmp_path / "d")):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_where_nobody_may_write_is_told() -> None:
    with pytest.raises(OutputError, match="cannot write"), Writer("/proc/dataset"):
        pass


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EFBIG, "Free some space"),
        (errno.ENOTDIR, "A file stands"),
        (errno.EROFS, "Name a folder"),
    ],
)
def test_each_refusal_of_the_disk_has_its_hint(number: int, hint: str) -> None:
    error = write_error(OSError(number, os.strerror(number), "/there"), Path("/here"))
    assert error.where == "/there"
    assert str(error.hint).startswith(hint)
    assert "unchanged" in str(error.hint)


def test_the_folder_is_the_named_else_the_variables_else_dataset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_DATA", "/srv/kg")
    assert dataset_folder("mine") == "mine"
    assert dataset_folder() == "/srv/kg"
    monkeypatch.delenv("KG_DATA")
    assert dataset_folder() == "dataset"
