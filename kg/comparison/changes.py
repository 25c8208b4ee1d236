"""What changed in meaning from one edition of a plan to the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.comparison.matching import Matching, match, top
from kg.comparison.parts import Part, Steps, Value, parts_of
from kg.comparison.rules import Rules, load_rules
from kg.comparison.wording import difference
from kg.document.model import Plan, Words
from kg.text import comparable

Nature = Literal["added", "dropped", "moved", "reworded", "split", "merged", "changed"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an edition and where they stand.

    Attributes:
        code: First code of the project, or the number or code of the thing.
        words: The words, joined over line wraps.
        page: The page that they begin on.
        line: The line that they begin on.
        start: Offset of the first character.
        end: Offset behind the last one.
        spans: The runs of characters that hold the words; more than one where a page break or
            other furniture stands between them.
    """

    code: str
    words: str
    page: int
    line: int
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A project that a change belongs to, as the later edition has it where both do."""

    code: str
    title: str


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
        old_things: Where the thing stands in the earlier edition; two things where they merged.
        new_things: Where it stands in the later; two things where it was split.
        project: The project, or None for what stands in none.
        left: The other project that it stood in before, or None.
        known_key: Its key, where it was written down before.
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
    old_things: tuple[Steps, ...] = ()
    new_things: tuple[Steps, ...] = ()
    project: Heading | None = None
    left: Heading | None = None
    known_key: str = ""

    @property
    def key(self) -> str:
        """A name that no other change between the two editions has, the same in every run."""
        if self.known_key:
            return self.known_key
        told = self.nature, self.aspect, self.old_things, self.new_things, self.before, self.after
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:24]


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
        text, is_old = part.words.text, nature == "dropped"
        place = _passage(self._old if is_old else self._new, part.code, part.words)
        return Change(
            nature,
            part.kind,
            part.code,
            text,
            before=text if is_old else "",
            after="" if is_old else text,
            old=(place,) if is_old else (),
            new=() if is_old else (place,),
            old_things=(part.path,) if is_old else (),
            new_things=() if is_old else (part.path,),
            project=self._project(part),
        )

    def _project(self, part: Part) -> Heading | None:
        whole = top(part)
        if whole.kind != "project":
            return None
        whole = self._found.new_of.get(whole, whole)
        return Heading(whole.code, whole.words.text)

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
            old_things=tuple(part.path for part in olds),
            new_things=tuple(part.path for part in news),
            project=self._project(whole),
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
        project, earlier = self._project(new), self._project(old)
        return Change(
            nature,
            new.kind,
            new.code,
            new.words.text,
            aspect,
            before.text,
            after.text,
            (_passage(self._old, old.code, before.place_beside(after) or old.words),),
            (_passage(self._new, new.code, after.place_beside(before) or new.words),),
            score,
            difference(before.text, after.text, self._rules) if is_text else "",
            (old.path,),
            (new.path,),
            project,
            earlier if nature == "moved" and earlier != project else None,
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
    spans = tuple((span.start, span.end) for span in words.spans)
    return Passage(code, words.text, page, line, start, end, spans)
