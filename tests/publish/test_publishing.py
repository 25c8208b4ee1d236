"""How a site comes into its folder, and what it does not do there."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from kg.cli import main
from kg.cli.messages import frame
from kg.errors import BusyError, InputError, OutputError, UsageError
from kg.publish import exchange, folders, staging
from kg.publish.address import read_address
from kg.publish.checking import check
from kg.publish.entries import Entries
from kg.publish.manifest import Manifest
from kg.publish.model import Entry, File, Part
from kg.publish.publishing import publish

Small = Callable[..., str]


def test_the_same_dataset_gives_the_same_bytes(small: Small, tmp_path: Path) -> None:
    version = small()
    for name in ("one", "other"):
        publish(version, tmp_path / name)
    assert (tmp_path / "one/site.json").read_bytes() == (tmp_path / "other/site.json").read_bytes()
    assert (tmp_path / "one/ontology.ttl").read_bytes() == (
        tmp_path / "other/ontology.ttl"
    ).read_bytes()


def test_only_changed_files_are_written(small: Small, tmp_path: Path) -> None:
    version, folder = small(), tmp_path / "site"
    first = publish(version, folder)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    done = publish(version, folder, address="https://data.example.jp/plan")
    assert 0 < done.written < first.written
    assert "https://data.example.jp/plan/" in (folder / "robots.txt").read_text()
    same = [path for path, time in times.items() if path.stat().st_mtime_ns == time]
    assert folder / "ontology.ttl" in same
    assert folder / "void.ttl" not in same


def test_a_folder_with_other_files_is_refused(small: Small, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "letters.txt").write_text("mine")
    with pytest.raises(OutputError, match="has files"):
        publish(small(), folder)
    assert [path.name for path in folder.iterdir()] == ["letters.txt"]


def test_files_of_others_in_a_site_are_kept_and_told(small: Small, tmp_path: Path) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    (folder / "notes").mkdir()
    (folder / "notes/mine.txt").write_text("mine")
    (folder / "link").symlink_to("notes")
    done = publish(version, folder, force=True)
    assert sorted(done.kept) == ["link", "notes/mine.txt"]
    assert (folder / "notes/mine.txt").read_text() == "mine"
    assert (folder / "link").readlink() == Path("notes")


def test_a_file_of_somebody_else_is_never_written_over(small: Small, tmp_path: Path) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    manifest = (folder / "site.json").read_text()
    sums = next(line for line in manifest.splitlines() if '"robots.txt"' in line)
    (folder / "site.json").write_text(manifest.replace(sums + "\n", ""))
    with pytest.raises(OutputError, match="not of kg publish"):
        publish(version, folder, force=True)
    assert (folder / "robots.txt").is_file()


def test_a_file_changed_by_hand_is_named_and_made_anew(small: Small, tmp_path: Path) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    before = (folder / "ontology.ttl").read_bytes()
    (folder / "ontology.ttl").write_bytes(before + b"# mine\n")
    (folder / "void.ttl").unlink()
    told = {finding.place for finding in check(str(folder))[0]}
    assert {"ontology.ttl", "void.ttl"} <= told
    assert main(["publish", "--check", str(folder)]) == 1
    done = publish(version, folder)
    assert done.by_hand == ["ontology.ttl", "void.ttl"]
    assert (folder / "ontology.ttl").read_bytes() == before


def test_a_change_by_hand_that_leaves_the_length_is_found_and_so_is_a_link(
    small: Small, tmp_path: Path
) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    before = (folder / "ontology.ttl").read_bytes()
    times = (folder / "ontology.ttl").stat()
    (folder / "ontology.ttl").write_bytes(before[:-2] + b"#\n")
    os.utime(folder / "ontology.ttl", ns=(times.st_atime_ns, times.st_mtime_ns))
    (folder / "void.ttl").rename(tmp_path / "elsewhere.ttl")
    (folder / "void.ttl").symlink_to(tmp_path / "elsewhere.ttl")
    (folder / "robots.txt").unlink()
    os.mkfifo(folder / "robots.txt")
    done = publish(version, folder)
    assert done.by_hand == ["ontology.ttl", "robots.txt", "void.ttl"]
    assert (folder / "ontology.ttl").read_bytes() == before
    assert (folder / "void.ttl").is_file()
    assert not (folder / "void.ttl").is_symlink()
    assert publish(version, folder).by_hand == []


def test_changes_among_many_files_are_all_found(tmp_path: Path) -> None:
    entries = []
    for number in range(3000):
        text = f"{number}\n".encode()
        (tmp_path / f"{number:04}.txt").write_bytes(text)
        entries.append(Entry(f"{number:04}.txt", len(text), hashlib.sha256(text).hexdigest()))
    changed = [f"{number:04}.txt" for number in (0, 255, 256, 1023, 1024, 2999)]
    for name in changed:
        (tmp_path / name).write_bytes(b"x" * (tmp_path / name).stat().st_size)
    manifest = Manifest("", "", "", "", "", "", False, True, Entries(entries))
    assert folders.changed_by_hand(tmp_path, manifest) == changed


def test_a_folder_that_cannot_be_written_is_told(small: Small, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        publish(small(), tmp_path / "file" / "site")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
def test_a_place_where_nobody_can_write_is_told_as_that(small: Small) -> None:
    with pytest.raises(OutputError, match="cannot write") as told:
        publish(small(), Path("/proc/site"))
    assert told.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_told(small: Small, tmp_path: Path) -> None:
    version = small()
    (tmp_path / "fixed").mkdir(mode=0o555)
    with pytest.raises(OutputError, match="cannot write"):
        publish(version, tmp_path / "fixed" / "site")


def test_a_full_disk_leaves_the_site_as_it_was(small: Small, tmp_path: Path) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    before = (folder / "site.json").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    (folder / "ontology.nt").write_bytes(b"")  # must be made anew
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(OutputError, match="cannot write") as told:
            publish(version, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (folder / "site.json").read_bytes() == before
    assert not (tmp_path / ".site.publishing").exists()
    first = frame(told.value, "ja").splitlines()[0]
    assert first == "error[output] 書き込めません: ファイルが大きすぎます"


def test_a_kill_before_the_exchange_leaves_the_old_site(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    before = (folder / "site.json").read_bytes()

    def killed(*_: object) -> None:
        raise SystemExit(137)

    with monkeypatch.context() as patch:
        patch.setattr(staging, "exchange", killed)
        patch.setattr(staging.Stage, "clear", lambda self: None)
        with pytest.raises(SystemExit):
            publish(version, folder, address="https://data.example.jp", force=True)
    assert (folder / "site.json").read_bytes() == before
    assert (tmp_path / ".site.publishing").is_dir()
    publish(version, folder, address="https://data.example.jp")
    assert not (tmp_path / ".site.publishing").exists()
    assert b"data.example.jp" in (folder / "site.json").read_bytes()


def test_where_folders_cannot_be_exchanged_a_kill_between_two_renames_is_mended(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    (folder / "mine.txt").write_text("mine")
    monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    publish(version, folder, force=True)
    assert (folder / "mine.txt").read_text() == "mine"
    work = tmp_path / ".site.publishing"
    work.mkdir()
    (work / "mark").write_text("")
    folder.rename(work / "old")
    done = publish(version, folder, force=True)
    assert done.written == 0
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_file_that_came_during_the_exchange_is_not_lost(small: Small, tmp_path: Path) -> None:
    version, folder = small(), tmp_path / "site"
    publish(version, folder)
    stage = staging.Stage(folder)
    stage.mend()
    stage.begin()
    for path in folder.rglob("*"):
        if path.is_file():
            stage.place(File(path.relative_to(folder).as_posix(), path.read_bytes()))
    (folder / "late.txt").write_text("late")
    stage.end()
    assert (folder / "late.txt").read_text() == "late"


def test_two_cannot_publish_into_one_folder_at_once(small: Small, tmp_path: Path) -> None:
    with (
        FileLock(tmp_path / ".site.publish-lock"),
        pytest.raises(BusyError, match="somebody else publishes"),
    ):
        publish(small(), tmp_path / "site")
    assert not (tmp_path / "site").exists()
    assert publish(small(), tmp_path / "site").written


def test_what_failed_validation_needs_force_and_is_told(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.publish import parts, working

    version = small("a work without a name")
    with pytest.raises(InputError, match="failed validation: harbour-town"):
        publish(version, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    about = Part("about", lambda _: [{"job": "page-about", "path": "/about"}], parts.once_files)
    monkeypatch.setattr(working, "PARTS", (about,))
    done = publish(version, tmp_path / "site", force=True)
    assert done.unvalidated == ["harbour-town"]
    assert 'id="unvalidated"' in (tmp_path / "site/about.html").read_text()
    assert 'id="unvalidated"' in (tmp_path / "site/en/about.html").read_text()


@pytest.mark.parametrize("name", ["dataset.nq", "plans/harbour-town/plan.nq"])
@pytest.mark.parametrize("kept", [None, 0.5])
def test_statements_that_are_cut_are_told_and_nothing_is_published(
    small: Small, tmp_path: Path, name: str, kept: float | None
) -> None:
    version = Path(shutil.copytree(small(), tmp_path / "cut"))
    lines = (version / name).read_bytes().splitlines(keepends=True)
    (version / name).unlink()
    if kept is not None:  # what is left is sound N-Quads
        (version / name).write_bytes(b"".join(lines[: int(len(lines) * kept)]))
    with pytest.raises(InputError, match="the dataset is damaged: ") as caught:
        publish(str(version), tmp_path / "site")
    assert caught.value.where == str(version / name)
    assert "kg build --force" in (caught.value.hint or "")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(("severity", "needs_force"), [("Warning", False), ("Violation", True)])
def test_what_a_report_warns_of_needs_no_force(
    small: Small, tmp_path: Path, severity: str, needs_force: bool
) -> None:
    shutil.copytree(small(), tmp_path / "warned")
    (report,) = (tmp_path / "warned").glob("plans/*/report.ttl")
    report.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n[] a sh:ValidationReport ;\n"
        f"\tsh:conforms false ;\n\tsh:result [ sh:resultSeverity sh:{severity} ] .\n"
    )
    if needs_force:
        with pytest.raises(InputError, match="failed validation"):
            publish(str(tmp_path / "warned"), tmp_path / "site")
    else:
        assert publish(str(tmp_path / "warned"), tmp_path / "site").unvalidated == []


@pytest.mark.parametrize(
    "text",
    [
        *("https://a..b例.example/", f"https://{'例' * 80}.example/"),
        *("data.example.jp", "ftp://data.example.jp/", "https:///plan", "https://a b.example/"),
        *("https://data.example.jp/?x=1", "https://data.example.jp/#a"),
        *("https://user@data.example.jp/", "https://data.example.jp:99999/", "", "javascript:1"),
    ],
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_address(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://例え.example/", "https://xn--r8jz45g.example"),
        (
            "https://data.example.jp/町の計画/",
            "https://data.example.jp/%E7%94%BA%E3%81%AE%E8%A8%88%E7%94%BB",
        ),
        ("https://data.example.jp/%E7%94%BA/a%20b", "https://data.example.jp/%E7%94%BA/a%20b"),
        ("http://DATA.example.jp:8080/x/", "http://data.example.jp:8080/x"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_is_written_as_programs_write_it(text: str, address: str) -> None:
    assert read_address(text) == address
    assert read_address(address) == address


def test_a_folder_that_is_no_site_cannot_be_checked(tmp_path: Path) -> None:
    assert main(["publish", "--check", str(tmp_path)]) == 2


def test_absolute_links_need_an_address(tmp_path: Path) -> None:
    assert main(["publish", str(tmp_path / "site"), "--absolute"]) == 2
