"""What the groups of a pattern caught: data; and what it matched beside them: labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.document.flow import Ledger
from kg.document.layout import Layout
from kg.document.layout_check import NEEDED
from kg.document.model import Problem
from kg.document.signs import load_sign_rules
from kg.numerals import MOST_DIGITS, whole_number
from kg.text import shortened

_MOST_SHOWN = 40


class GroupReader:
    """Enters what patterns match as data and labels.

    Args:
        ledger: Where it is entered.
        layout: Whose patterns they are, for messages.
    """

    def __init__(self, ledger: Ledger, layout: Layout) -> None:
        self._ledger = ledger
        self._layout = layout
        self._long: dict[str, list[tuple[int, str]]] = {}

    def check(self, key: str, match: re.Match[str]) -> None:
        """Refuse a match without what its pattern must catch.

        Args:
            key: Where the pattern stands in the layout.
            match: What it matched.

        Raises:
            LayoutError: If a group that is needed caught nothing.
        """
        for group in NEEDED[key]:
            if not caught(match, group):
                raise self._layout.fault(
                    key,
                    f"the group {group!r} of {key} catches nothing in line {self._line(match)} "
                    "of the document",
                    "Let the group match at least one character wherever the pattern matches",
                )

    def enter(self, key: str, match: re.Match[str], kinds: Mapping[str, str]) -> None:
        """Enter the groups of a match as data, and the rest of it as labels.

        Args:
            key: Where the pattern stands in the layout.
            match: What it matched.
            kinds: What becomes of each group; those that caught nothing are left out.
        """
        position = match.start()
        spans = sorted(
            (match.span(name), kind) for name, kind in kinds.items() if caught(match, name)
        )
        for (start, end), kind in spans:
            self._label(key, position, start)
            self._ledger.data(start, end, kind)
            position = max(position, end)
        self._label(key, position, match.end())

    def number(self, key: str, match: re.Match[str], group: str) -> int:
        """Read what a group caught as a number.

        Raises:
            LayoutError: If it is none.
        """
        return self.whole_number(key, caught(match, group), group, self._line(match))

    def whole_number(self, key: str, text: str, group: str, line: int) -> int:
        """Read what a group of a pattern caught in a line of the document as a number.

        Raises:
            LayoutError: If it is none.
        """
        number = whole_number(text)
        if number is None:
            raise self._layout.fault(
                key,
                f"the group {group!r} of {key} catches {shortened(text, _MOST_SHOWN)!r} in line "
                f"{line} of the document, which is no number",
                rf"Let the group match digits, such as (?P<{group}>\d{{1,{MOST_DIGITS}}}), "
                "or a Roman or kanji numeral",
            )
        return number

    def notes(self) -> Iterator[Problem]:
        """Yield for each pattern that takes whole texts for labels a note, with the first one."""
        for key, labels in self._long.items():
            line, text = labels[0]
            text = shortened(text, _MOST_SHOWN)
            message = (
                f"「{text}」 stands outside the groups of {key}, so that it is taken for a label "
                f"and becomes no data ({len(labels)} such in the document)"
            )
            yield Problem("note", message, line)

    def _label(self, key: str, start: int, end: int) -> None:
        flow = self._ledger.flow
        start, end = flow.trim(start, end)
        if start >= end:
            return
        self._ledger.furniture(start, end, "label")
        text = flow.text[start:end]
        rules = load_sign_rules().labels
        most = rules.longest_data if re.search(rules.data, text) else rules.longest
        if len("".join(text.split())) > most:
            self._long.setdefault(key, []).append((flow.line_number(start), text))

    def _line(self, match: re.Match[str]) -> int:
        return self._ledger.flow.line_number(match.start())


def caught(match: re.Match[str], group: str) -> str:
    """Return what a group caught; nothing where it took no part, or only white space."""
    return (match.groupdict().get(group) or "").strip()
