"""Two wordings of one thing, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.comparison.rules import Rules, load_rules


class Piece(NamedTuple):
    """A run of a text: whether the other text lacks it."""

    text: str
    is_changed: bool


Pieces = tuple[Piece, ...]


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
        >>> difference("４－（１）、４－（２）", "４－（１）、４－（３）")
        '４－（１）、[-４－（２）-]{+４－（３）+}'
    """
    written = []
    for is_same, out, into in _steps(old, new, rules or load_rules()):
        if is_same:
            written.append(out)
            continue
        written += [f"[-{out}-]"] if out else []
        written += [f"{{+{into}+}}"] if into else []
    return "".join(written)


def side_by_side(
    olds: Sequence[str], news: Sequence[str], rules: Rules | None = None
) -> tuple[tuple[Pieces, ...], tuple[Pieces, ...]]:
    """Cut texts into what they have in common and what only one side has.

    Args:
        olds: The earlier texts; more than one where several became one.
        news: The later texts.
        rules: They say what a word is.

    Returns:
        The pieces of each earlier text, and of each later one. With nothing on the other side, a
        text is one piece that has not changed: there is nothing to compare it with.

    Example:
        >>> side_by_side(["冬季の道路"], ["冬期の道路"])[0]
        ((Piece(text='冬季', is_changed=True), Piece(text='の道路', is_changed=False)),)
    """
    if not olds or not news:
        whole = [tuple((Piece(text, False),) for text in texts) for texts in (olds, news)]
        return whole[0], whole[1]
    steps = list(_steps("".join(olds), "".join(news), rules or load_rules()))
    left = [Piece(out, not is_same) for is_same, out, _ in steps]
    right = [Piece(into, not is_same) for is_same, _, into in steps]
    return _divided(left, olds), _divided(right, news)


def _steps(old: str, new: str, rules: Rules) -> Iterator[tuple[bool, str, str]]:
    pattern = re.compile(rules.words, re.DOTALL)
    left, right = pattern.findall(old), pattern.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        out, into = "".join(left[start:end]), "".join(right[other_start:other_end])
        yield kind == "equal", out, into


def _divided(pieces: Sequence[Piece], texts: Sequence[str]) -> tuple[Pieces, ...]:
    """Give each text the pieces that it is made of; one may run on into the next text."""
    waiting, found = [piece for piece in pieces if piece.text], []
    for text in texts:
        own: list[Piece] = []
        left = len(text)
        while left:
            piece = waiting.pop(0)
            own.append(Piece(piece.text[:left], piece.is_changed))
            if rest := piece.text[left:]:
                waiting.insert(0, Piece(rest, piece.is_changed))
            left -= len(own[-1].text)
        found.append(tuple(own))
    return tuple(found)
