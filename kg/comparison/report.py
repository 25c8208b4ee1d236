"""Changes between two editions as text, Markdown and JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from kg.comparison.changes import Change, Passage
from kg.comparison.rules import load_rules

WORDS = Path(__file__).with_name("report.toml")
Language = Literal["ja", "en"]
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def name(table: str, key: str, lang: Language) -> str:
    """Return what a report calls a nature, a kind or an aspect.

    Example:
        >>> name("nature", "dropped", "en")
        'dropped'
    """
    return _table()[table][key][lang]


def names(table: str) -> tuple[str, ...]:
    """Return all natures, kinds or aspects, in the order of reports."""
    return tuple(_table()[table])


def happening(change: Change) -> str:
    """Return what happened as reports count it: the nature, or what was changed if told apart.

    Args:
        change: The change.
    """
    is_apart = change.nature == "changed" and change.aspect in _table()["apart"]
    return change.aspect if is_apart else change.nature


def happenings(changes: Iterable[Change]) -> list[str]:
    """Return what happened in some changes, each once, in the order of reports."""
    found = {happening(change) for change in changes}
    order = *(one for one in names("nature") if one != "changed"), *names("apart"), "changed"
    return [one for one in order if one in found]


def happened(key: str, lang: Language) -> str:
    """Say what happened.

    Args:
        key: As ``happening`` returns it.
        lang: The language.

    Example:
        >>> happened("lead", "en"), happened("dropped", "en")
        ('lead changed', 'dropped')
    """
    return name("apart" if key in _table()["apart"] else "nature", key, lang)


def what_of(change: Change, lang: Language) -> str:
    """Say what kind of thing changed, and what of it where that is not said already."""
    kind = name("kind", change.kind, lang)
    if not change.aspect or happening(change) == change.aspect:
        return kind
    stop = "・" if lang == "ja" else ", "
    return kind + stop + name("aspect", change.aspect, lang)


def likeness(change: Change) -> str:
    """Say how alike both texts are; empty where they are the same, or one has no counterpart."""
    text = "" if change.similarity is None else f"{change.similarity:.3f}"
    return "" if text == "1.000" else text


def said(change: Change, value: str, lang: Language) -> str:
    """Write what an edition says, as people read it.

    Args:
        change: The change.
        value: Its value before or after.
        lang: Language of the words that are not the document's.
    """
    is_word = change.aspect in _table() and value in _table()[change.aspect]
    return name(change.aspect, value, lang) if is_word else value


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Put changes into the order of reports: what is of no project, then project by project.

    Args:
        changes: The changes.

    Returns:
        They, those of a project as they stand in the later edition, or where they stood.
    """
    return sorted(changes, key=_place)


def _place(change: Change) -> tuple[str, str, int]:
    heading = change.project
    code, title = (heading.code, heading.title) if heading else ("", "")
    return code, title, (change.new or change.old)[0].start


def to_text(changes: Sequence[Change], lang: Language = "ja") -> str:
    """Write changes as plain text, the passages of both editions below each.

    Args:
        changes: The changes.
        lang: Language of the words around the quotes.

    Returns:
        Lines, the last one with the number of changes.
    """
    lines: list[str] = []
    for change in in_order(changes):
        lines += [_head(change, lang), *(f"    {line}" for line in _below(change, lang))]
    return "\n".join([*lines, _total(changes, lang), ""])


def to_markdown(changes: Sequence[Change], lang: Language = "ja", title: str = "") -> str:
    """Write changes in Markdown.

    Args:
        changes: The changes.
        lang: Language of the words around the quotes.
        title: What the report is called, if anything.

    Returns:
        A list for each project below its name, what is of no project before them, and below all
        the number of changes.
    """
    lines = [f"# {_escaped(title)}", ""] if title else []
    for heading, some in groupby(in_order(changes), key=lambda change: change.project):
        lines += [f"## {heading.code} {_escaped(heading.title)}", ""] if heading else []
        for change in some:
            lines.append(f"- {_escaped(_head(change, lang))}")
            lines += [f"  - {_escaped(line)}" for line in _below(change, lang)]
        lines.append("")
    return "\n".join([*lines, _total(changes, lang), ""])


def to_json(changes: Sequence[Change]) -> str:
    """Write changes as JSON.

    Args:
        changes: The changes.

    Returns:
        An object with the method of comparison and a list of changes: key and all fields.
    """
    told = [{"key": change.key, **asdict(change)} for change in changes]
    for change in told:
        del change["known_key"], change["left"]
    content = {"method": load_rules().method, "changes": told}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _head(change: Change, lang: Language) -> str:
    key = happening(change)
    stop = ", " if lang == "en" and key == change.aspect else " "
    return f"{change.code} {what_of(change, lang)}{stop}{happened(key, lang)}: {change.label}"


def _below(change: Change, lang: Language) -> Iterator[str]:
    for side, passages, told in (
        ("old", change.old, change.before),
        ("new", change.new, change.after),
    ):
        for passage in passages:
            yield f"{name('word', side, lang)} ({where(passage, lang)}): 「{passage.words}」"
        if change.nature in ("moved", "changed") and all(told != at.words for at in passages):
            yield f"{name('word', side, lang)}: {said(change, told, lang) or '–'}"
    if change.difference:
        yield f"{name('word', 'difference', lang)}: {change.difference}"
    if alike := likeness(change):
        yield f"{name('word', 'similarity', lang)}: {alike}"


def where(passage: Passage, lang: Language) -> str:
    """Say where words stand."""
    return name("word", "place", lang).format(page=passage.page, line=passage.line)


def _total(changes: Sequence[Change], lang: Language) -> str:
    if not changes:
        return name("word", "none", lang)
    return f"{name('word', 'total', lang)}: {len(changes)}"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
