"""Which part of the one edition is which part of the other, and how surely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import permutations, product

from kg.comparison.assignment import assign
from kg.comparison.parts import Part
from kg.comparison.rules import Rules
from kg.text import comparable

NUMBERED = ("field", "goal", "listing")
"""Kinds of parts that their printed number or code names."""
_KINDS = ("group", "initiative", "co-creation", "work", "programme", "item")
_DIVISIBLE = ("initiative", "co-creation", "work", "programme")
_Place = Callable[[Part], "Part | None"]
_Told = Callable[[Part], Hashable]
_NEARER = 0.01
"""What a common parent adds, so that it decides between texts that are equally alike."""


@dataclass(slots=True)
class Matching:
    """What became what.

    Attributes:
        pairs: Old part, new part, similarity.
        splits: An old part and the two that it became.
        merges: Two old parts and the one that they became.
        new_of: The new part of each old one.
    """

    pairs: list[tuple[Part, Part, float]] = field(default_factory=list)
    splits: list[tuple[Part, tuple[Part, Part], float]] = field(default_factory=list)
    merges: list[tuple[tuple[Part, Part], Part, float]] = field(default_factory=list)
    new_of: dict[Part, Part] = field(default_factory=dict)
    used: set[Part] = field(default_factory=set)

    def add(self, old: Part, new: Part, score: float) -> None:
        """Note a pair."""
        self.pairs.append((old, new, round(score, 3)))
        self.new_of[old] = new
        self.use(old, new)

    def use(self, *parts: Part) -> None:
        """Note parts that have their counterpart."""
        self.used.update(parts)

    def free(self, parts: Iterable[Part], kind: str) -> list[Part]:
        """Return the parts of a kind that have no counterpart yet."""
        return [part for part in parts if part.kind == kind and part not in self.used]


def similarity(old: str, new: str) -> float:
    """Return how much two texts have in common, from 0 to 1, wraps and widths set aside."""
    old, new = comparable(old), comparable(new)
    return 1.0 if old == new else SequenceMatcher(None, old, new, autojunk=False).ratio()


def match(olds: Sequence[Part], news: Sequence[Part], rules: Rules) -> Matching:
    """Match the parts of two editions.

    Args:
        olds: Parts of the earlier edition.
        news: Parts of the later.
        rules: When two texts count as one thing.

    Returns:
        The matching; each part is in it at most once.
    """
    found = Matching()
    for kind in NUMBERED:
        _pair_equal(found, olds, news, kind, lambda part: part.code, lambda part: part.code)
    _match_projects(found, olds, news, rules)
    for kind in _KINDS:
        _match_kind(found, olds, news, kind, rules)
    return found


def _match_projects(
    found: Matching, olds: Sequence[Part], news: Sequence[Part], rules: Rules
) -> None:
    texts: dict[Part, set[str]] = defaultdict(set)
    for part in (*olds, *news):
        if part.parent is not None:
            texts[top(part)].add(comparable(part.words.text))
    left, right = found.free(olds, "project"), found.free(news, "project")
    total = rules.weight_code + rules.weight_title + rules.weight_content

    def score(old: Part, new: Part) -> float:
        codes = _dice(set(old.codes), set(new.codes))
        title = similarity(old.words.text, new.words.text)
        content = _dice(texts[old], texts[new])
        weighted = (codes, rules.weight_code), (title, rules.weight_title)
        both = sum(value * weight for value, weight in weighted)
        return (both + content * rules.weight_content) / total

    scores = [[score(old, new) for new in right] for old in left]
    for row, column in assign(scores, rules.least_project):
        found.add(left[row], right[column], scores[row][column])


def _dice(old: set[str], new: set[str]) -> float:
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 1.0


def top(part: Part) -> Part:
    """Return the project that a part belongs to, or the part itself."""
    return part if part.parent is None else top(part.parent)


def _parent(part: Part) -> Part | None:
    return part.parent


def _match_kind(
    found: Matching, olds: Sequence[Part], news: Sequence[Part], kind: str, rules: Rules
) -> None:
    def text(part: Part) -> Hashable:
        return comparable(part.words.text)

    def whole(part: Part) -> Hashable:
        values = sorted(part.values.items())
        return text(part), tuple((name, comparable(value.text)) for name, value in values)

    def then(place: _Place, told: _Told, part: Part) -> Hashable:
        above = place(part)
        return None if above is None else found.new_of.get(above), told(part)

    def now(place: _Place, told: _Told, part: Part) -> Hashable:
        return place(part), told(part)

    # Of several with one text that is the same of which the same is said besides.
    for place, told in product((_parent, top), (whole, text)):
        _pair_equal(found, olds, news, kind, partial(then, place, told), partial(now, place, told))
    if kind in _DIVISIBLE:
        _find_splits(found, olds, news, kind, rules)
    _pair_similar(found, olds, news, kind, rules.least_within, within=True)
    for told in (whole, text):
        _pair_equal(found, olds, news, kind, told, told)
    _pair_similar(found, olds, news, kind, rules.least_across, within=False)


def _pair_equal(
    found: Matching,
    olds: Sequence[Part],
    news: Sequence[Part],
    kind: str,
    old_key: Callable[[Part], Hashable],
    new_key: Callable[[Part], Hashable],
) -> None:
    waiting: dict[Hashable, list[Part]] = defaultdict(list)
    for new in found.free(news, kind):
        waiting[new_key(new)].append(new)
    for old in found.free(olds, kind):
        if places := waiting.get(old_key(old)):
            new = places.pop(0)
            found.add(old, new, similarity(old.words.text, new.words.text))


def _pair_similar(
    found: Matching,
    olds: Sequence[Part],
    news: Sequence[Part],
    kind: str,
    least: float,
    *,
    within: bool,
) -> None:
    left, right = found.free(olds, kind), found.free(news, kind)

    def score(old: Part, new: Part) -> float:
        if within and found.new_of.get(top(old)) is not top(new):
            return 0.0
        near = old.parent is not None and found.new_of.get(old.parent) is new.parent
        return similarity(old.words.text, new.words.text) + (_NEARER if near else 0.0)

    scores = [[score(old, new) for new in right] for old in left]
    for row, column in assign(scores, least):
        old, new = left[row], right[column]
        found.add(old, new, similarity(old.words.text, new.words.text))


def _find_splits(
    found: Matching, olds: Sequence[Part], news: Sequence[Part], kind: str, rules: Rules
) -> None:
    for old in found.free(olds, kind):
        inside = [new for new in found.free(news, kind) if found.new_of.get(top(old)) is top(new)]
        best = _best_two(old, inside, rules)
        if best is not None:
            score, first, second = best
            found.splits.append((old, (first, second), score))
            found.use(old, first, second)
    for new in found.free(news, kind):
        inside = [old for old in found.free(olds, kind) if found.new_of.get(top(old)) is top(new)]
        best = _best_two(new, inside, rules)
        if best is not None:
            score, first, second = best
            found.merges.append(((first, second), new, score))
            found.use(new, first, second)


def _best_two(whole: Part, parts: list[Part], rules: Rules) -> tuple[float, Part, Part] | None:
    text = whole.words.text
    within = [part for part in parts if _stands_in(part.words.text, text, rules)]
    best: tuple[float, Part, Part] | None = None
    for first, second in permutations(within, 2):
        score = round(similarity(text, first.words.text + second.words.text), 3)
        alone = max(similarity(text, part.words.text) for part in (first, second))
        if score >= rules.least_joined and score > max(alone, best[0] if best else 0.0):
            best = score, first, second
    return best


def _stands_in(part: str, whole: str, rules: Rules) -> bool:
    part, whole = comparable(part), comparable(whole)
    if len(part) < rules.least_part or len(part) >= len(whole):
        return False
    blocks = SequenceMatcher(None, part, whole, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= rules.least_share * len(part)
