"""What the documents say is there is there: paths, links, commands, options, questions."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kg.cli.commands import COMMANDS
from kg.questions.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = (
    *("benchmarks", "docs", "kg", "ontology", "plans", "queries", "requirements", "scripts"),
    *("shapes", "tests", ".ci"),
)

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_PATH = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*|[\w.-]+\.(?:md|toml)")
# A word in capitals stands for any name, as in queries/NAME.rq.
_ANY_NAME = re.compile(r"\b[A-Z]{2,}\b(?=\.)")
# Files that a plan's folder or who publishes has, and the project's folder has not.
_OF_OTHERS = {"decisions.toml", "layout.toml", "plan.toml", "site.toml"}

IN_JAPANESE = [path for path in DOCUMENTS if path.name.endswith(".ja.md")]
# Small numbers may be words in one of the two languages.
_NUMBER = re.compile(r"\d[\d,.]*\d")

ids = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def fences(document: Path) -> Iterator[tuple[str, str]]:
    """Yield the language and the body of each fenced block."""
    for match in _FENCE.finditer(document.read_text(encoding="utf-8")):
        yield match["language"], match["body"]


def outline(document: Path) -> list[str]:
    """Return the marks that headings, rows of tables and items of lists begin with, in order."""
    text = _FENCE.sub("```", document.read_text(encoding="utf-8"))
    return re.findall(r"^(?:#+ |\||- |\d+\. |```)", text, re.MULTILINE)


def inline_codes(document: Path) -> list[str]:
    """Return what stands between backticks outside fenced blocks."""
    return _CODE.findall(_FENCE.sub("", document.read_text(encoding="utf-8")))


def commands(document: Path) -> list[list[str]]:
    """Return the command lines of a document, split into words, comments left out."""
    lines = [code for code in inline_codes(document) if re.match(r"(kg|scripts/\w+|pytest) ", code)]
    for language, body in fences(document):
        if language in ("sh", "console"):
            lines += [
                line.removeprefix("$ ")
                for line in body.splitlines()
                if line and (language == "sh" or line.startswith("$ "))
            ]
    single = [part for line in lines for part in re.split(r" && | \| ", line)]
    return [words for line in single if (words := shlex.split(line, comments=True))]


@cache
def help_of(subcommand: str) -> str:
    """Return what ``kg SUBCOMMAND --help`` prints."""
    program = "import sys; from kg.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *subcommand.split(), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"there is no kg {subcommand}"
    return done.stdout


def subcommands() -> list[str]:
    """Return the names of all subcommands of kg."""
    return sorted(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_a_path_that_is_named_exists(document: Path) -> None:
    words = [word for code in inline_codes(document) for word in code.split()]
    words += [word for language, body in fences(document) for word in body.split()]
    for word in words:
        if _PATH.fullmatch(word) and word not in _OF_OTHERS:
            pattern = _ANY_NAME.sub("*", word).rstrip("/")
            assert list(ROOT.glob(pattern)), f"{document.name} names {word}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_a_link_inside_the_project_leads_somewhere(document: Path) -> None:
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            assert (document.parent / target.partition("#")[0]).exists(), target


_PROGRAMS = {".", "cd", "cp", "curl", "git", "kg", "nginx", "pip", "pytest", "rsync", "systemctl"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_a_command_that_is_named_exists(document: Path) -> None:
    for words in commands(document):
        program = words[0].removeprefix(".venv/bin/").removeprefix("/opt/chiiki-kg/bin/")
        if program == "kg" and len(words) > 1:
            check_kg(words[1:])
        elif program.startswith("scripts/"):
            assert (ROOT / program).is_file(), program
        elif program.startswith("python") and words[1:2] == ["-m"]:
            assert (ROOT / words[2] / "__main__.py").is_file() or words[2] in (
                "venv",
                "http.server",
            ), words
        else:
            assert program in _PROGRAMS, words


def check_kg(words: list[str]) -> None:
    """Check that a subcommand, its options and the question it asks exist."""
    subcommand, *rest = words
    if subcommand.startswith("-"):
        assert subcommand in help_of("")
        return
    text = help_of(subcommand)
    question = None
    if subcommand == "query" and rest and rest[0].islower() and rest[0][0].isalpha():
        question = Catalogue().get(rest[0])
    for word in rest:
        if re.fullmatch(r"--?[a-z][\w-]*", word):
            known = word in re.findall(r"--?[a-z][\w-]*", text)
            assert known or (question and word.removeprefix("--") in question.params), words


def test_every_subcommand_is_in_both_readmes() -> None:
    assert len(subcommands()) >= 9
    for name in ("README.md", "README.ja.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        missing = [command for command in subcommands() if f"`kg {command}" not in text]
        assert not missing, f"{name} lacks {missing}"


@pytest.mark.parametrize("japanese", IN_JAPANESE, ids=[path.name for path in IN_JAPANESE])
def test_a_document_and_its_japanese_are_counterparts(japanese: Path) -> None:
    english = japanese.with_name(japanese.name.replace(".ja.md", ".md"))
    assert commands(english) == commands(japanese)
    ours, theirs = (outline(path) for path in (english, japanese))
    assert ours == theirs
    links, counterparts = (
        {target.replace(".ja.md", ".md") for target in _LINK.findall(path.read_text("utf-8"))}
        for path in (english, japanese)
    )
    assert links == counterparts
    assert japanese.name in english.read_text("utf-8")


@pytest.mark.parametrize("japanese", IN_JAPANESE, ids=[path.name for path in IN_JAPANESE])
def test_a_document_and_its_japanese_name_the_same_things_and_numbers(japanese: Path) -> None:
    english = japanese.with_name(japanese.name.replace(".ja.md", ".md"))
    codes, counterparts = (set(inline_codes(path)) for path in (english, japanese))
    assert codes == counterparts
    numbers, counterparts = (
        set(_NUMBER.findall(_CODE.sub("", _FENCE.sub("", path.read_text("utf-8")))))
        for path in (english, japanese)
    )
    assert numbers == counterparts


def test_every_layer_of_the_package_is_in_the_picture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = [path.parent for path in (ROOT / "kg").glob("*/__init__.py")]
    modules = [path for path in (ROOT / "kg").glob("*.py") if not path.name.startswith("_")]
    assert len(packages) > 5
    for path in (*packages, *modules):
        assert f"kg/{path.name}" in text, path.name


def test_every_question_is_listed_once_with_its_titles_and_parameters() -> None:
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `([\w-]+)`(?: \(([\w, ]+)\))? \| (.+) \| (.+) \|$", text, re.MULTILINE)
    expected = []
    for question in Catalogue():
        needed = [p.name for p in question.params.values() if p.default is None]
        titles = (question.title["ja"], question.title["en"])
        expected.append((question.name, ", ".join(needed), *titles))
    assert sorted(found) == sorted(expected)
