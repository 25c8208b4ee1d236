"""``kg build``, ``kg validate``, ``kg coverage`` and ``kg check`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SH

from kg.build import Problem
from kg.cli.problems import tell_problems
from tests.cli.conftest import Run
from tests.conftest import SMALL_PLAN


def test_a_build_ends_with_a_summary(run: Run, here: Path) -> None:
    done = run("build", SMALL_PLAN)
    assert done.returncode == 0
    assert all(": warning: " in line for line in done.stderr.splitlines())
    assert "harbour-town" in done.stdout
    assert "100.0%" in done.stdout
    assert (here / "dataset" / "CURRENT").exists()
    again = run("build", SMALL_PLAN)
    assert "nothing has changed" in again.stdout
    assert "unchanged" in again.stdout


GUESSED = ("source.txt:1038: ", "「林業労働安全の向上や各種制度の周知等を目的とした林業事業」")
"""A line of the real plan that may go on in the next one or not, and is read as if it did."""


def test_what_was_guessed_is_told_with_its_line(run: Run) -> None:
    note = "note: {1} fills its line and is read as going on in the next one\n"
    japanese = "参考: {1}は行の終わりまであるので、次の行に続くものと推定して読みました。\n"
    for command, lang, told in (
        ("build", "en", note),
        ("build", "ja", japanese),  # which makes nothing anew
        ("coverage", "ja", japanese),
        ("validate", "en", note),
    ):
        done = run(command, "kushiro-nemuro", KG_LANG=lang)
        assert done.stderr.endswith(("{0}" + told).format(*GUESSED)), command
        assert done.stderr.count("\n") == 1


def test_what_is_gravest_is_told_first(capsys: pytest.CaptureFixture[str]) -> None:
    notes = [Problem("note", {"en": f"guess {number}"}) for number in range(30)]
    tell_problems([*notes, Problem("error", {"en": "this is wrong"})], "en")
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["error: this is wrong", "note: guess 0"]
    assert lines[-1] == "and 11 more"


def test_validation_takes_plans_datasets_and_files(run: Run, small_folder: Path) -> None:
    (version,) = (small_folder / "versions").iterdir()
    file = version / "plans" / "harbour-town" / "plan.nq"
    for targets, names in (
        (["kushiro-nemuro"], ["kushiro-nemuro"]),
        ([SMALL_PLAN, small_folder, file], ["harbour-town", "harbour-town", str(file)]),
    ):
        done = run("validate", *targets)
        assert done.returncode == 0, done.stdout + done.stderr
        assert [line for line in done.stdout.splitlines() if line in names] == names


def test_a_violation_is_told_in_both_languages_and_as_rdf(run: Run, here: Path) -> None:
    (here / "bad.ttl").write_text(
        "@prefix chiiki: <https://w3id.org/chiiki/ontology#> .\n<x:p> a chiiki:Project .\n",
        encoding="utf-8",
    )
    done = run("validate", "bad.ttl")
    assert done.returncode == 1
    assert "Violation" in done.stdout
    assert "違反" in run("validate", "bad.ttl", "--lang", "ja").stdout
    assert run("validate", "bad.ttl", "-o", "report.ttl").returncode == 1
    assert run("validate", "bad.ttl", "-o", "report.txt").returncode == 1
    assert "Violation" in (here / "report.txt").read_text(encoding="utf-8")
    refused = run("validate", "bad.ttl", "-o", "report.pdf")
    assert refused.returncode == 2
    assert "no format has the ending .pdf" in refused.stderr
    assert not (here / "report.pdf").exists()
    report = Graph().parse(here / "report.ttl")
    assert (None, SH.resultSeverity, SH.Violation) in report


def test_a_file_that_is_no_rdf_is_told(run: Run, here: Path) -> None:
    (here / "bad.ttl").write_text("<x:p> a\n\n<x:q", encoding="utf-8")
    done = run("validate", "bad.ttl")
    assert done.returncode == 1
    assert done.stderr.startswith("error[graph-file]")
    assert "bad.ttl" in done.stderr


def test_coverage_is_whole_and_shown_as_a_page(run: Run, here: Path) -> None:
    done = run("coverage", "kushiro-nemuro", "--html", "page.html")
    assert done.returncode == 0
    assert "100.00%" in done.stdout
    assert "釧路港" in (here / "page.html").read_text(encoding="utf-8")
    account = json.loads(run("coverage", "kushiro-nemuro", "-f", "json").stdout)
    assert account["share"] == 1.0
    assert account["data"] + account["furniture"] == account["total"]


def test_what_becomes_nothing_is_named_with_its_line(run: Run, here: Path) -> None:
    import shutil

    shutil.copytree(SMALL_PLAN, here / "plan")
    path = here / "plan" / "plan.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines.insert(2, "どこにも属さない一行")
    path.write_text("\n".join(lines), encoding="utf-8")
    done = run("coverage", here / "plan")
    assert done.returncode == 1
    assert f"{path}:3: became nothing: どこにも属さない一行" in done.stdout
    assert not done.stderr
    built = run("build", here / "plan")
    assert built.returncode == 1
    assert f"{path}:3: error: " in built.stderr


def test_a_document_of_another_layout_is_told_as_that(run: Run, here: Path) -> None:
    (here / "other.txt").write_text("".join(f"{n}行目です。\n" for n in range(60)), "utf-8")
    (here / "plan").mkdir()
    for name in ("plan.toml", "layout.toml"):
        text = (SMALL_PLAN / name).read_text(encoding="utf-8")
        (here / "plan" / name).write_text(text.replace("plan.txt", "../other.txt"), "utf-8")
    done = run("coverage", "plan")
    assert done.returncode == 1
    assert done.stdout.count("became nothing") == 60
    (told,) = done.stderr.splitlines()
    assert "other.txt:1: error: no page of a project was found" in told
    compared = run("diff", SMALL_PLAN, "other.txt")
    assert compared.returncode == 1
    assert compared.stderr.count("error[parse]") == 20
    assert compared.stderr.endswith("\nand 41 more\n")


@pytest.mark.parametrize("words", [["--no-reasoner"]])
def test_check_counts_what_does_not_fit(run: Run, small_folder: Path, words: list[str]) -> None:
    done = run("check", "--data", small_folder, *words)
    assert done.returncode == 0, done.stdout
    assert "plans checked: harbour-town" in done.stdout
