"""What changed in meaning from one edition of a plan to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kg.comparison.matching import Matching, match
from kg.comparison.parts import Part, Value, parts_of
from kg.comparison.rules import Rules, load_rules
from kg.document.model import Plan, Words
from kg.text import comparable

Nature = Literal["added", "dropped", "moved", "reworded", "split", "merged", "changed"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an edition and where they stand; ``start`` and ``end`` count its characters."""

    code: str
    words: str
    page: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        nature: What happened.
        kind: To what: project, initiative, work …
        code: First code of the project, or the number or code of the thing itself.
        label: Text of the thing, the newer where there are two.
        aspect: What of it changed (lead, overview, implementers …), or an empty text.
        before: What was said; empty where nothing was.
        after: What is said now.
        old: Passages of the earlier edition.
        new: Passages of the later.
        similarity: How surely both are one thing, or None where there is no counterpart.
        difference: Both texts in one, ``[-…-]`` taken out and ``{+…+}`` put in, or empty.
    """

    nature: Nature
    kind: str
    code: str
    label: str
    aspect: str = ""
    before: str = ""
    after: str = ""
    old: tuple[Passage, ...] = ()
    new: tuple[Passage, ...] = ()
    similarity: float | None = None
    difference: str = ""


def compare(old: Plan, new: Plan, rules: Rules | None = None) -> list[Change]:
    """Compare two editions.

    Args:
        old: The earlier edition.
        new: The later.
        rules: When two texts count as one thing; those of the package by default.

    Returns:
        The changes: pairs in the order of the old edition, then what was divided or joined,
        dropped and added. Line wraps, page breaks and widths of characters are none.
        What comes or goes with the thing it stands below is not told again.
    """
    rules = rules or load_rules()
    olds, news = parts_of(old), parts_of(new)
    found = match(olds, news, rules)
    return list(_Comparison(old, new, found, rules).tell(olds, news))


class _Comparison:
    def __init__(self, old: Plan, new: Plan, found: Matching, rules: Rules) -> None:
        self._old, self._new, self._found, self._rules = old, new, found, rules

    def tell(self, olds: list[Part], news: list[Part]) -> Iterator[Change]:
        order = {part: place for place, part in enumerate(olds)}
        for old, new, score in sorted(self._found.pairs, key=lambda pair: order[pair[0]]):
            yield from self._pair(old, new, score)
        for whole, parts, score in self._found.splits:
            yield self._divided("split", (whole,), parts, score)
        for sources, whole, score in self._found.merges:
            yield self._divided("merged", sources, (whole,), score)
        for part in olds:
            if self._is_alone(part):
                yield self._one("dropped", part)
        for part in news:
            if self._is_alone(part):
                yield self._one("added", part)

    def _is_alone(self, part: Part) -> bool:
        """Tell whether a part has no counterpart, and what it stands below has one."""
        used = self._found.used
        return part not in used and (part.parent is None or part.parent in used)

    def _one(self, nature: Literal["added", "dropped"], part: Part) -> Change:
        text = part.words.text
        if nature == "dropped":
            place = (_passage(self._old, part.code, part.words),)
            return Change(nature, part.kind, part.code, text, before=text, old=place)
        place = (_passage(self._new, part.code, part.words),)
        return Change(nature, part.kind, part.code, text, after=text, new=place)

    def _divided(
        self,
        nature: Literal["split", "merged"],
        olds: tuple[Part, ...],
        news: tuple[Part, ...],
        score: float,
    ) -> Change:
        whole = olds[0] if nature == "split" else news[0]
        return Change(
            nature,
            whole.kind,
            whole.code,
            whole.words.text,
            before="／".join(part.words.text for part in olds),
            after="／".join(part.words.text for part in news),
            old=tuple(_passage(self._old, part.code, part.words) for part in olds),
            new=tuple(_passage(self._new, part.code, part.words) for part in news),
            similarity=score,
        )

    def _pair(self, old: Part, new: Part, score: float) -> Iterator[Change]:
        if _has_moved(old, new, self._found):
            yield self._both("moved", old, new, score, "", _place(old), _place(new))
        before, after = Value(old.words.text, old.words), Value(new.words.text, new.words)
        if comparable(before.text) != comparable(after.text):
            yield self._both("reworded", old, new, score, "", before, after)
        for aspect, before in old.values.items():
            after = new.values[aspect]
            if comparable(before.text) != comparable(after.text):
                yield self._both("changed", old, new, score, aspect, before, after)

    def _both(
        self,
        nature: Literal["moved", "reworded", "changed"],
        old: Part,
        new: Part,
        score: float,
        aspect: str,
        before: Value,
        after: Value,
    ) -> Change:
        is_text = nature != "moved" and before.text and after.text
        return Change(
            nature,
            new.kind,
            new.code,
            new.words.text,
            aspect,
            before.text,
            after.text,
            (_passage(self._old, old.code, before.words or old.words),),
            (_passage(self._new, new.code, after.words or new.words),),
            score,
            difference(before.text, after.text, self._rules) if is_text else "",
        )


def _has_moved(old: Part, new: Part, found: Matching) -> bool:
    return old.parent is not None and found.new_of.get(old.parent) is not new.parent


def _place(part: Part) -> Value:
    """Say below what a part stands, with the words of the part itself."""
    above = part.parent.words.text if part.parent is not None else ""
    return Value(f"{part.code} {above}", part.words)


def _passage(plan: Plan, code: str, words: Words) -> Passage:
    start, end = words.start, words.spans[-1].end
    page, line = plan.page_at(start).number, plan.source.line_at(start)
    return Passage(code, words.text, page, line, start, end)


def difference(old: str, new: str, rules: Rules | None = None) -> str:
    """Write two texts as one, word by word.

    Args:
        old: The earlier.
        new: The later.
        rules: They say what a word is.

    Returns:
        The text with ``[-…-]`` for what is taken out and ``{+…+}`` for what is put in.

    Example:
        >>> difference("冬季の道路の確保", "冬期の道路の確保")
        '[-冬季-]{+冬期+}の道路の確保'
    """
    pattern = re.compile((rules or load_rules()).words, re.DOTALL)
    left, right = pattern.findall(old), pattern.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pieces = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        out, into = "".join(left[start:end]), "".join(right[other_start:other_end])
        if kind == "equal":
            pieces.append(out)
            continue
        pieces += [f"[-{out}-]"] if out else []
        pieces += [f"{{+{into}+}}"] if into else []
    return "".join(pieces)
