"""What is told in English has a counterpart in Japanese, which says the same things."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

import kg
from kg import errors
from kg.messages import in_japanese

PACKAGE = Path(kg.__file__).parent
TABLE = tomllib.loads((PACKAGE / "messages.toml").read_text(encoding="utf-8"))
ERRORS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.KgError)
}
RAISING = {"Finding", "Problem", "fault", "kind"} | {
    *("_fail", "_failed", "_fault", "_problem", "_wrong"),
}
"""Functions that make an error or a finding of a message that they are given."""
FOR_MAKERS = {
    "graph/contradictions.py",
    "graph/owl_profile.py",
}
"""Files whose findings speak to those who write the ontology, in the terms of OWL."""


def told(tree: ast.AST) -> Iterator[ast.expr]:
    """Find what a module tells: messages, hints, and what functions of hints return."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            keys = [key.value for key in node.keywords if key.arg in ("hint", "message")]
            # A finding about a site has both languages beside each other.
            if name in ERRORS | RAISING and not re.search("[ぁ-ん]", ast.unparse(node)):
                yield from (*node.args, *keys)
        elif isinstance(node, ast.FunctionDef) and "hint" in node.name:
            returns = (one for one in ast.walk(node) if isinstance(one, ast.Return))
            yield from (one.value for one in returns if one.value is not None)
        elif isinstance(node, ast.Assign) and is_told(ast.unparse(node.targets[0])):
            yield node.value


def is_told(name: str) -> bool:
    """Tell the names of variables that hold a message or a hint."""
    return bool(re.search("hint|message|^_no_|fault", name.lower()))


def texts(node: ast.expr) -> Iterator[str]:
    """Return the texts that an expression can be, each value in them as ``X9``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else "X9" for part in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from texts(value)


def is_sentence(text: str) -> bool:
    """Tell a message from a name, a place or a piece of one."""
    return " " in text and len(re.findall("[A-Za-z]{2,}", text.replace("X9", ""))) > 1


def has_counterpart(text: str) -> bool:
    """Look for a counterpart; what is filled in may be a message itself."""
    return any(in_japanese(text.replace("X9", value)) for value in ("X9", "Use -f csv"))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_each_message_has_a_counterpart_in_japanese(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() in FOR_MAKERS:
        return
    found = {text for one in told(ast.parse(path.read_text("utf-8"))) for text in texts(one)}
    lacking = [text for text in found if is_sentence(text) and not has_counterpart(text)]
    assert not lacking


def test_messages_have_a_counterpart_that_says_the_same_things() -> None:
    tables = (
        TABLE[name] for name in ("messages", "argparse", "msgspec", "patterns", "tomllib", "pages")
    )
    told = [row for table in tables for row in table.items()]
    for english, japanese in told:
        assert set(re.findall(r"{\w+}", japanese)) <= set(re.findall(r"{\w+}", english)), english
    assert set(TABLE["pages"]) <= set(TABLE["messages"])


@pytest.mark.parametrize(
    ("english", "japanese", "on_page"),
    [
        (
            "the value of 'a' is no area of this dataset: '港'",
            "「港」に当たる地域は、このデータセットにありません。",
            None,
        ),
        (
            "Give the IRI of one of them:\n    港 <x:a>\n    and 3 more",
            "次のどれかの IRI を指定してください。\n港 <x:a>\nほか 3 件",
            "次のどれかの IRI を入れてください。\n港 <x:a>\nほか 3 件",
        ),
        (
            "Did you mean 港、川? `kg search` finds assets by their words",
            "もしかして：港、川。kg search で探せます。",
            "もしかして：港、川。検索欄でも探せます。",
        ),
        (
            "what is told of the site is wrong: Object contains unknown field `foo`",
            "公開者についてのファイルに誤りがあります：foo というキーはありません",
            None,
        ),
        (
            "the plan file is wrong: Expected `str`, got `int` - at `$.title.ja`",
            "title.ja はテキストです（整数ではなく）。",
            None,
        ),
        (
            "the plan file is wrong: what only its maker knows",
            "what only its maker knows。",
            None,
        ),
        (
            "the layout is not valid TOML: Unterminated string (at end of document)",
            "レイアウトが TOML として正しくありません：文字列が閉じていません（ファイルの終わり）",
            None,
        ),
        ("no such words; nobody knows them", None, None),
    ],
)
def test_what_is_told_in_japanese(english: str, japanese: str | None, on_page: str | None) -> None:
    assert in_japanese(english) == japanese
    assert in_japanese(english, on_page=True) == (on_page or japanese)


def test_every_counterpart_is_that_of_a_message_of_the_code() -> None:
    """Messages are found by their English words, which must not change on one side alone."""
    trees = [ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree) if is_text(node)]
    patterns = [re.compile(pattern_of(node)) for node in nodes]
    written = "\n".join(text for node in nodes for text in texts(node))
    for english in TABLE["messages"]:
        own = re.sub(r"\\{\w+\\}", ".+", re.escape(english))
        assert re.search(f"(?m)^{own}$", written) or any(
            pattern.fullmatch(english) for pattern in patterns
        ), english


def is_text(node: ast.AST) -> TypeGuard[ast.expr]:
    """Tell the texts of the code that are long enough for a message."""
    return isinstance(node, ast.expr) and any(len(re.sub("X9", "", t)) > 6 for t in texts(node))


def pattern_of(node: ast.AST) -> str:
    """Return what a text in the code can become: anything stands where a value is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        )
    return re.escape(next(texts(node))) if isinstance(node, ast.Constant) else ""
