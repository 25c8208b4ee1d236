"""Texts that say almost the same: pairs with small differences, and the differences shown.

Not every text is compared with every other. Two texts that are alike share pairs of characters,
some of which are rare in the plan; only texts that share one of the rarer pairs are looked at
(prefix filtering), so that the work grows with what is alike and not with the square of the texts.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

RULES = Path(__file__).with_name("repeats.toml")

_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]


class RepeatRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When two texts count as one; ``repeats.toml`` explains each value."""

    method: Annotated[str, msgspec.Meta(pattern=r"^\S+$")]
    least_similarity: _Share
    least_length: Annotated[int, msgspec.Meta(ge=2)]
    least_share: _Share


@dataclass(frozen=True, slots=True)
class Near:
    """Two texts that are almost the same.

    Attributes:
        earlier: Place of the first among the texts given.
        later: Place of the second.
        similarity: How much they have in common, from 0 to 1, rounded to three places.
        difference: The first with what is taken out of it as ``[-…-]`` and what is put in as
            ``{+…+}``.
    """

    earlier: int
    later: int
    similarity: float
    difference: str


@cache
def load_repeat_rules(path: Path = RULES) -> RepeatRules:
    """Read the rules that come with the package."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), RepeatRules)


def find_near(
    texts: Sequence[str], names: Sequence[Hashable], rules: RepeatRules | None = None
) -> list[Near]:
    """Find the pairs of texts that are almost, but not quite, the same.

    Args:
        texts: The texts, each once.
        names: What each of them names. Texts that name other things are not compared: 釧路港の整備
            is no other wording of 根室港の整備.
        rules: When two texts count as one; those of the package by default.

    Returns:
        The pairs, in the order of the texts.

    Example:
        >>> find_near(["冬季の道路の確保", "冬期の道路の確保"], [(), ()])[0].difference
        '冬[-季-]{+期+}の道路の確保'
    """
    rules = rules or load_repeat_rules()
    pairs = {
        place: frozenset(text[at : at + 2] for at in range(len(text) - 1))
        for place, text in enumerate(texts)
        if len(text) >= rules.least_length
    }
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place in pairs:
        groups[names[place]].append(place)
    found = []
    for places in groups.values():
        for earlier, later in _candidates(places, pairs, rules.least_share):
            near = _compare(texts[earlier], texts[later], rules.least_similarity)
            if near is not None:
                found.append(Near(earlier, later, *near))
    return sorted(found, key=lambda near: (near.earlier, near.later))


def _candidates(
    places: Iterable[int], pairs: dict[int, frozenset[str]], share: float
) -> Iterator[tuple[int, int]]:
    """Yield the texts that share enough pairs of characters, the earlier first."""
    places = list(places)
    counts = Counter(pair for place in places for pair in pairs[place])
    seen: dict[str, list[int]] = defaultdict(list)
    for place in places:
        mine = pairs[place]
        rarest = sorted(mine, key=lambda pair: (counts[pair], pair))
        # Of n pairs a text shares at least n * share / (2 - share) with any that is alike.
        prefix = rarest[: len(mine) - math.ceil(len(mine) * share / (2 - share)) + 1]
        met = {other for pair in prefix for other in seen[pair]}
        for other in sorted(met):
            theirs = pairs[other]
            if 2 * len(mine & theirs) >= share * (len(mine) + len(theirs)):
                yield other, place
        for pair in prefix:
            seen[pair].append(place)


def _compare(earlier: str, later: str, least: float) -> tuple[float, str] | None:
    if earlier == later or 2 * min(len(earlier), len(later)) < least * (len(earlier) + len(later)):
        return None
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    if matcher.quick_ratio() < least or (similarity := matcher.ratio()) < least:
        return None
    return round(similarity, 3), "".join(_shown(matcher, earlier, later))


def _shown(matcher: SequenceMatcher[str], earlier: str, later: str) -> Iterator[str]:
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            yield earlier[start:end]
            continue
        if end > start:
            yield f"[-{earlier[start:end]}-]"
        if other_end > other_start:
            yield f"{{+{later[other_start:other_end]}+}}"
