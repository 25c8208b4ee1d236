"""Builds: what they make, what they take over, and what they refuse."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from kg import open_dataset, resources
from kg.build import BuildSummary, build, find_plans
from kg.build.plans import description_key
from kg.errors import IriError, NotFoundError, UsageError
from kg.store.versions import current_path
from tests.build.conftest import Datasets, MakeDataset, MakePlan, Run


def _files(folder: Path) -> dict[str, bytes]:
    """Read all files of the current version but those of the store, whose bytes are RocksDB's."""
    version = Path(current_path(str(folder)))
    return {
        path.relative_to(version).as_posix(): path.read_bytes()
        for path in version.rglob("*")
        if path.is_file() and not path.relative_to(version).parts[0].startswith("store")
    }


def _reused(summary: BuildSummary) -> dict[str, bool]:
    return {plan.id: plan.is_reused for plan in summary.plans}


def _edit(plan: Path, old: str, new: str, name: str = "plan.txt") -> None:
    path = plan / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_build_answers(tmp_path: Path, make_plan: MakePlan) -> None:
    steps: list[tuple[int, int, str]] = []
    summary = build(
        [make_plan("one")], tmp_path / "dataset", progress=lambda *step: steps.append(step)
    )
    assert summary.has_changed and not summary.has_failed
    (plan,) = summary.plans
    assert plan.counts["projects"] == 2
    assert plan.coverage == 1.0
    assert [done for done, _, _ in steps] == [1, 2, 3]
    dataset = open_dataset(tmp_path / "dataset")
    assert [row.code for row in dataset.query("projects")] == ["施策1-1", "施策2-1"]
    assert len(list(dataset.store.select("SELECT * { GRAPH ?g { ?s ?p ?o } }")[1])) == summary.quads


def test_a_town_that_is_a_body_and_a_place_is_both(tmp_path: Path, make_plan: MakePlan) -> None:
    plan = make_plan("one")
    _edit(plan, "［なかま］町、漁協", "［なかま］青葉町、漁協")
    _edit(plan, "－段差の解消", "－青葉町の段差の解消")
    _edit(plan, "－語り部の会の開催", "－語り部の会の開催（青葉町）")
    assert not build([plan], tmp_path / "dataset").has_failed
    dataset = open_dataset(tmp_path / "dataset")
    measures = [row.words for row in dataset.query("measures-by-area", area="青葉町")]
    assert measures == ["青葉町の段差の解消", "語り部の会の開催（青葉町）"]
    doubts = [(row.words, row.candidate) for row in dataset.query("ambiguous-mentions")]
    assert doubts == [("青葉町", "https://w3id.org/chiiki/id/agent/青葉町")]
    assert [row.code for row in dataset.query("projects-by-agent", agent="青葉町")] == ["施策1-1"]


def test_goals_and_projects_need_no_field_and_no_goal(tmp_path: Path, make_plan: MakePlan) -> None:
    plan = make_plan("one")
    _edit(plan, "目標２　安心して歩ける浜\n", "")
    assert not build([plan], tmp_path / "dataset").has_failed
    dataset = open_dataset(tmp_path / "dataset")
    found = dataset.query("projects-by-plan", plan="https://w3id.org/chiiki/id/one")
    assert [(row.code, row.goals) for row in found] == [("施策1-1", "1"), ("施策2-1", None)]
    served = dataset.query("served-projects", asset="青葉漁港")
    assert [(row.code, row.goals) for row in served] == [("施策2-1", None)]


def test_a_version_holds_its_files(datasets: Datasets) -> None:
    files = _files(datasets("one"))
    assert sorted(files) == [
        "dataset.nq",
        "manifest.json",
        "plans/one/coverage.json",
        "plans/one/plan.nq",
        "plans/one/plan.ttl",
        "plans/one/report.ttl",
        "plans/one/source.txt",
        "plans/one/summary.json",
        "plans/one/text.json",
        "search.sqlite",
    ]
    lines = files["dataset.nq"].split(b"\n")
    assert lines[:-1] == sorted(set(lines[:-1]))
    assert set(files["plans/one/plan.nq"].split(b"\n")) <= set(lines)
    for name, content in files.items():
        assert str(datasets("one").parent).encode() not in content, name


def test_nothing_new_does_nothing(tmp_path: Path, make_plan: MakePlan) -> None:
    plan = make_plan("one")
    first = build([plan], tmp_path / "dataset")
    stamp = (tmp_path / "dataset" / "CURRENT").stat().st_mtime_ns
    second = build([plan], tmp_path / "dataset")
    assert not second.has_changed
    assert second.version == first.version
    assert second.quads == first.quads
    assert second.plans[0].counts == first.plans[0].counts
    assert second.plans[0].problems == first.plans[0].problems
    assert (tmp_path / "dataset" / "CURRENT").stat().st_mtime_ns == stamp


def test_only_the_changed_plan_is_made_again(tmp_path: Path, make_dataset: MakeDataset) -> None:
    plans = make_dataset("one", "two")
    _edit(plans[1], "青葉漁港", "若葉漁港")
    summary = build(plans, tmp_path / "dataset")
    assert _reused(summary) == {"one": True, "two": False}
    fresh = build(plans, tmp_path / "fresh")
    assert _reused(fresh) == {"one": False, "two": False}
    assert _files(tmp_path / "dataset") == _files(tmp_path / "fresh")


@pytest.mark.parametrize("name", ["plan.txt", "plan.toml", "layout.toml"])
def test_each_input_counts(tmp_path: Path, make_dataset: MakeDataset, name: str) -> None:
    (plan,) = make_dataset("one")
    with (plan / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert _reused(build([plan], tmp_path / "dataset")) == {"one": False}


def test_a_changed_question_changes_the_description_and_no_plan(
    tmp_path: Path, make_dataset: MakeDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plan,) = make_dataset("one")
    first = build([plan], tmp_path / "dataset")
    queries = tmp_path / "queries"
    shutil.copytree(resources.QUERIES, queries)
    _edit(queries, "港", "みなと", "projects-by-asset.rq")
    monkeypatch.setattr(resources, "QUERIES", str(queries))
    monkeypatch.setattr("kg.questions.catalogue.QUERIES", str(queries))
    description_key.cache_clear()
    try:
        second = build([plan], tmp_path / "dataset")
    finally:
        description_key.cache_clear()
    assert second.version != first.version
    assert _reused(second) == {"one": True}
    assert "釧路みなと".encode() in _files(tmp_path / "dataset")["dataset.nq"]


def test_a_plan_that_is_left_out_leaves(tmp_path: Path, make_dataset: MakeDataset) -> None:
    plans = make_dataset("one", "two")
    summary = build(plans[:1], tmp_path / "dataset")
    assert summary.has_changed
    assert _reused(summary) == {"one": True}
    assert b"/id/two" not in _files(tmp_path / "dataset")["dataset.nq"]


def test_force_takes_nothing_over(tmp_path: Path, make_dataset: MakeDataset) -> None:
    (plan,) = make_dataset("one")
    before = _files(tmp_path / "dataset")
    summary = build([plan], tmp_path / "dataset", force=True)
    assert summary.has_changed
    assert _reused(summary) == {"one": False}
    assert _files(tmp_path / "dataset") == before


def test_files_that_were_damaged_are_made_again(tmp_path: Path, make_dataset: MakeDataset) -> None:
    plans = make_dataset("one", "two")
    before = _files(tmp_path / "dataset")
    damaged = Path(current_path(str(tmp_path / "dataset"))) / "plans" / "two" / "plan.nq"
    damaged.write_bytes(damaged.read_bytes()[:1000])
    summary = build(plans, tmp_path / "dataset")
    assert _reused(summary) == {"one": True, "two": False}
    assert _files(tmp_path / "dataset") == before


@pytest.mark.parametrize("lost", ["store", "manifest.json", "dataset.nq", "search.sqlite"])
def test_a_damaged_version_is_made_again(
    tmp_path: Path, make_dataset: MakeDataset, lost: str
) -> None:
    (plan,) = make_dataset("one")
    path = Path(current_path(str(tmp_path / "dataset"))) / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    build([plan], tmp_path / "dataset")
    assert "dataset.nq" in _files(tmp_path / "dataset")
    assert len(open_dataset(tmp_path / "dataset").query("projects")) == 2


def test_a_lost_current_version_is_made_again(tmp_path: Path, make_dataset: MakeDataset) -> None:
    (plan,) = make_dataset("one")
    shutil.rmtree(tmp_path / "dataset" / "versions")
    build([plan], tmp_path / "dataset")
    assert len(open_dataset(tmp_path / "dataset").query("projects")) == 2


def test_day_folder_hash_seed_and_processes_leave_no_trace(
    tmp_path: Path, make_plan: MakePlan, run: Run
) -> None:
    plans = [make_plan("one"), make_plan("two"), make_plan("three")]
    elsewhere = tmp_path / "a place of another name"
    shutil.copytree(tmp_path / "plans", elsewhere)
    for path in elsewhere.rglob("*"):
        os.utime(path, (0, 0))
    first = run("build", *plans, "-o", tmp_path / "a", "-j", "1", PYTHONHASHSEED="1", TZ="UTC")
    second = run(
        "build", elsewhere, "-o", tmp_path / "b", "-j", "3", PYTHONHASHSEED="2", TZ="Asia/Tokyo"
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


def test_plans_with_errors_change_nothing_and_all_are_told(
    tmp_path: Path, make_plan: MakePlan, make_dataset: MakeDataset, run: Run
) -> None:
    good, bad = make_dataset("good", "bad")
    worse = make_plan("worse")
    before = (tmp_path / "dataset" / "CURRENT").read_bytes()
    _edit(bad, "\n施策１－１", "\nどこにも属さない一行\n\n施策１－１")
    _edit(worse, 'layout = "layout.toml"', 'lay0ut = "layout.toml"', "plan.toml")
    failed = run("build", good, bad, worse, "-o", tmp_path / "dataset")
    assert failed.returncode == 1
    assert f"{bad / 'plan.txt'}:" in failed.stderr
    assert f"{worse / 'plan.toml'}:" in failed.stderr
    assert "error[data]" in failed.stderr
    assert "stay as they were last built: bad\n" in failed.stderr
    assert "left out: worse\n" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert (tmp_path / "dataset" / "CURRENT").read_bytes() == before
    assert len(open_dataset(tmp_path / "dataset").query("projects")) == 4


def test_a_plan_with_errors_stops_no_other(
    tmp_path: Path, make_plan: MakePlan, make_dataset: MakeDataset, datasets: Datasets, run: Run
) -> None:
    (bad,), good = make_dataset("bad"), make_plan("good")
    folder = tmp_path / "dataset"
    _edit(bad, 'layout = "layout.toml"', 'lay0ut = "layout.toml"', "plan.toml")
    failed = run("build", bad, good, "-o", folder)
    assert failed.returncode == 1
    assert f"{bad / 'plan.toml'}:" in failed.stderr
    assert "stay as they were last built: bad\n" in failed.stderr
    assert len(open_dataset(folder).query("projects")) == 4
    # The same again makes no new version; mended, the plan is itself again.
    again = build([bad, good], folder)
    assert again.has_failed and not again.has_changed
    _edit(bad, "lay0ut", "layout", "plan.toml")
    mended = build([bad, good], folder)
    assert not mended.has_failed
    assert _files(folder) == _files(datasets("good", "bad"))


def test_a_plan_with_errors_from_the_start_is_left_out(
    tmp_path: Path, make_plan: MakePlan, datasets: Datasets, run: Run
) -> None:
    good, bad = make_plan("good"), make_plan("bad")
    _edit(bad, 'layout = "layout.toml"', 'lay0ut = "layout.toml"', "plan.toml")
    failed = run("build", bad, good, "-o", tmp_path / "dataset")
    assert failed.returncode == 1
    assert "left out: bad\n" in failed.stderr
    assert _files(tmp_path / "dataset") == _files(datasets("good"))


@pytest.mark.parametrize("base", ["https://example.org/", "https://w3id.org/chiiki/id/"])
def test_nothing_changes_where_a_last_good_state_cannot_be_kept(
    tmp_path: Path, make_dataset: MakeDataset, base: str
) -> None:
    good, bad = make_dataset("good", "bad")
    folder = tmp_path / "dataset"
    if base.endswith("/id/"):
        (Path(current_path(str(folder))) / "plans" / "bad" / "plan.nq").write_bytes(b"")
    before = _files(folder)
    _edit(bad, 'layout = "layout.toml"', 'lay0ut = "layout.toml"', "plan.toml")
    _edit(good, "青葉漁港", "若葉漁港")
    summary = build([good, bad], folder, base)
    assert summary.has_failed and not summary.has_changed and not summary.quads
    assert _files(folder) == before


def test_a_plan_that_cannot_say_its_id_could_be_any(
    tmp_path: Path, make_dataset: MakeDataset
) -> None:
    good, bad = make_dataset("good", "bad")
    renamed = bad.rename(bad.with_name("another name"))
    (renamed / "plan.toml").write_text("id = [", encoding="utf-8")
    summary = build([good, renamed], tmp_path / "dataset")
    assert summary.has_failed and not summary.has_changed
    assert len(open_dataset(tmp_path / "dataset").query("projects")) == 4


def test_two_plans_of_one_id_are_refused(tmp_path: Path, make_plan: MakePlan) -> None:
    one = make_plan("one")
    shutil.copytree(one, tmp_path / "again")
    with pytest.raises(UsageError, match="two plans have the id 'one'"):
        build([one, tmp_path / "again"], tmp_path / "dataset")
    assert not (tmp_path / "dataset").exists()


@pytest.mark.parametrize(
    "base", ["https://example.org/a b/", "plans/", "", "https://example.org/x"]
)
def test_what_cannot_be_a_base_is_refused(tmp_path: Path, make_plan: MakePlan, base: str) -> None:
    with pytest.raises(IriError, match="base of IRIs"):
        build([make_plan("one")], tmp_path / "dataset", base)
    assert not (tmp_path / "dataset").exists()


def test_another_base_names_everything_anew(tmp_path: Path, make_dataset: MakeDataset) -> None:
    (plan,) = make_dataset("one")
    summary = build([plan], tmp_path / "dataset", "https://example.org/地域/")
    assert _reused(summary) == {"one": False}
    written = _files(tmp_path / "dataset")["dataset.nq"].decode()
    assert "<https://example.org/地域/one/project/1-1>" in written
    assert "https://w3id.org/chiiki/id/" not in written


def test_the_manifest_names_what_there_is(tmp_path: Path, make_plan: MakePlan) -> None:
    summary = build([make_plan("two"), make_plan("one")], tmp_path / "dataset")
    manifest = json.loads(_files(tmp_path / "dataset")["manifest.json"])
    assert [plan["id"] for plan in manifest["plans"]] == ["one", "two"]
    assert manifest["quads"] == summary.quads


def test_plans_are_found_by_folder_file_and_id(
    tmp_path: Path, make_plan: MakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make_plan("one"), make_plan("two")
    assert find_plans([tmp_path / "plans"]) == [one, two]
    assert find_plans([two, one / "plan.toml", two]) == [two, one]
    monkeypatch.chdir(tmp_path)
    assert find_plans() == [Path("plans/one"), Path("plans/two")]
    assert find_plans(["two"]) == [Path("plans/two")]
    assert [path.name for path in find_plans(["kushiro-nemuro"])] == ["kushiro-nemuro"]
    monkeypatch.chdir(tmp_path / "plans" / "one")
    assert [path.name for path in find_plans()] == ["kushiro-nemuro"]
    with pytest.raises(NotFoundError, match="no plan 'three'") as caught:
        find_plans(["three"])
    assert "kushiro-nemuro" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("after", "entry", "count"),
    [
        ("－青葉漁港の整備", "－第{}岸壁の整備", 100_000),
        ("歩道の拡幅工事", "浜の道の{}号の整備", 21_000),
    ],
)  # fmt: skip
def test_more_entries_than_can_be_built_are_refused_with_a_line(
    tmp_path: Path, make_dataset: MakeDataset, run: Run, after: str, entry: str, count: int
) -> None:
    folder = tmp_path / "dataset"
    (plan,) = make_dataset("one")
    before = _files(folder)
    many = "\n".join([after, *(entry.format(number) for number in range(count))])
    _edit(plan, after, many)
    done = run("build", plan, "-o", folder)
    assert done.returncode == 1
    (told,) = (line for line in done.stderr.splitlines() if "more than 20,000" in line)
    assert "Traceback" not in done.stderr
    line = int(told.partition("plan.txt:")[2].partition(":")[0])
    lines = (plan / "plan.txt").read_text(encoding="utf-8").splitlines()
    assert 20_000 - 20 < int("".join(filter(str.isdigit, lines[line - 1]))) < 20_000
    assert _files(folder) == before
