"""Municipalities named in texts, and the places that share a stem: 根室市, 根室振興局, 根室地区."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.text import NESTED, fold
from kg.things.name_rules import NameRules, load_name_rules
from kg.things.spelling import NAME, KnownNames
from kg.things.texts import Text

_BRACKET = re.compile(NESTED)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A municipality in a text.

    Attributes:
        start: Index of its first character in the folded text.
        end: Index after its last.
        name: Its name.
        rule: What found it.
        join: How it was joined to the municipality.
    """

    start: int
    end: int
    name: str
    rule: str
    join: Literal["exact", "name-in-brackets"]


class PlaceFinder:
    """Finds municipalities: those of a gazetteer, and those that their ending tells.

    An ending alone is too weak (農山漁村, 市町村), so that a name is learned where it fills a
    bracket or stands in a list of nothing but such names; then it is found everywhere.

    Args:
        known: The municipalities of the gazetteer.
        rules: The rules.
    """

    def __init__(self, known: Iterable[str], rules: NameRules | None = None) -> None:
        self._rules = (rules or load_name_rules()).municipality
        self._known = {fold(name) for name in known}
        self._learned: set[str] = set()
        self._names = KnownNames(self._known)
        one = f"{NAME}+?(?:{'|'.join(self._rules.suffixes)})"
        between = "|".join(map(re.escape, self._rules.separators))
        self._between = re.compile(between)
        self._list = re.compile(f"{one}(?:(?:{between}){one})*")
        self._several = re.compile(f"(?<!{NAME}){one}(?:(?:{between}){one})+(?!{NAME})")

    def learn(self, texts: Iterable[Text]) -> None:
        """Learn the municipalities that texts put in brackets or in a list.

        Args:
            texts: All texts of the plan.
        """
        for text in texts:
            inside = (match.group()[1:-1] for match in _BRACKET.finditer(text.text))
            whole = [words for words in inside if self._list.fullmatch(words)]
            whole += [match.group() for match in self._several.finditer(text.text)]
            for words in whole:
                names = self._between.split(words)
                if all(map(self._is_name, names)):
                    self._learned.update(names)
        self._names = KnownNames(self._known | self._learned)

    def find(self, text: Text) -> Iterator[PlaceMention]:
        """Yield the municipalities in a text, in order.

        Args:
            text: The text, folded.
        """
        for start, end, name in self._names.find(text.text):
            inside = text.text[start - 1 : start] == "(" and text.text[end : end + 1] == ")"
            rule = "gazetteer" if name in self._known else "ending"
            yield PlaceMention(
                start, end, name, f"Municipality:{rule}", "name-in-brackets" if inside else "exact"
            )

    def knows(self, name: str) -> bool:
        """Say whether a name is that of a municipality."""
        return fold(name) in self._known | self._learned

    def names(self) -> set[str]:
        """Return the names of all municipalities, folded."""
        return self._known | self._learned

    def _is_name(self, name: str) -> bool:
        return next(
            name.removesuffix(suffix) not in self._rules.common
            for suffix in self._rules.suffixes
            if name.endswith(suffix)
        )


class Namesakes:
    """The areas whose names have one stem: 釧路 of 釧路市, 釧路町 and 釧路総合振興局.

    Args:
        municipalities: Names of municipalities.
        subprefectures: Names of subprefectures.
        others: Names of other areas.
        rules: The rules.
    """

    def __init__(
        self,
        municipalities: Iterable[str],
        subprefectures: Iterable[str],
        others: Iterable[str] = (),
        rules: NameRules | None = None,
    ) -> None:
        self._rules = rules or load_name_rules()
        self._offices: dict[str, list[str]] = {}
        self._areas: dict[str, list[str]] = {}
        office, town = self._rules.subprefecture, self._rules.municipality
        for name in subprefectures:
            self._offices.setdefault(stem_of(name, office.suffixes), []).append(name)
        for name in municipalities:
            self._areas.setdefault(stem_of(name, town.suffixes), []).append(name)
        for stem, names in self._offices.items():
            self._areas.setdefault(stem, []).extend(names)
        for name in others:
            self._areas.setdefault(stem_of(name, self._rules.ambiguity.areas), []).append(name)

    def of(self, stem: str) -> list[str]:
        """List the areas whose name has a stem."""
        return list(dict.fromkeys(self._areas.get(stem, ())))

    def office(self, jurisdiction: str) -> str | None:
        """Return the one subprefecture that a jurisdiction is that of: 釧路管内; else None."""
        stem = stem_of(jurisdiction, self._rules.subprefecture.jurisdiction)
        names = self._offices.get(stem, [])
        return names[0] if stem != jurisdiction and len(names) == 1 else None

    def stems(self) -> list[str]:
        """List all stems."""
        return sorted(self._areas)

    def shared(self) -> list[str]:
        """List the stems that more than one area has."""
        return sorted(stem for stem in self._areas if len(self.of(stem)) > 1)

    def stem_of_district(self, name: str) -> str | None:
        """Return the stem of a name that leaves open what kind of district it is: 根室地区."""
        stem = stem_of(name, self._rules.ambiguity.suffixes)
        return stem if stem != name else None


def stem_of(name: str, suffixes: tuple[str, ...]) -> str:
    """Return a folded name without the longest of some endings, but never nothing."""
    folded = fold(name)
    longest = max((one for one in suffixes if folded.endswith(one)), key=len, default="")
    return folded.removesuffix(longest) or folded
