"""Writings of one text made alike, with a way back to the characters it was written in.

The tables come from ``folding.toml`` when an index is made, and from the index when it is asked:
so a question is always folded as the texts were, and asking needs no reader of TOML.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The marks of voiced sounds that stand by themselves, and those that join the kana before them.
JOINING = {"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"}
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"))
"""Categories of what nobody sees or types: controls, formats, lone surrogates, blanks, and marks
that join no character."""


class Folding:
    """A way to fold texts. The same text and the same tables give the same folded text.

    Args:
        pairs: What characters become that are normalised (NFKC) and lower case; nothing for
            those that are left out.
        long_vowel: The folded mark of a long vowel.
        shortest_word: From how many katakana on a word may end with that mark or without.
        always: Characters that are each other's variants wherever they stand.
        between: Those that are so between kanji.
        variants: What the two are when folded.
    """

    __slots__ = ("_folded", "always", "between", "long_vowel", "pairs", "shortest_word", "variants")

    def __init__(
        self,
        pairs: Mapping[str, str],
        long_vowel: str = "",
        shortest_word: int = 0,
        always: str = "",
        between: str = "",
        variants: str = "",
    ) -> None:
        self.pairs = dict(pairs)
        self.long_vowel = long_vowel
        self.shortest_word = shortest_word
        self.always = always
        self.between = between
        self.variants = variants
        self._folded = _Folded(self.pairs)

    def fold(self, text: str) -> str:
        """Fold a text.

        Args:
            text: Any text.

        Returns:
            What it shares with all other writings of it; empty where nothing is left.

        Example:
            >>> Folding({"（": "", "(": "", ")": ""}).fold("㈱港（Ａ）")
            '株港a'
        """
        folded = self._folded
        letters = list(map(folded.__getitem__, text))
        if None not in letters:
            return "".join(letters)  # type: ignore[arg-type]
        return "".join(piece for _, _, piece in self._pieces(text))

    def fold_with_places(self, text: str) -> tuple[str, list[int], list[int]]:
        """Fold a text and keep where each character of the result came from.

        Args:
            text: Any text.

        Returns:
            The folded text, and for each of its characters where the characters that it was
            made of begin and end in ``text``.

        Example:
            >>> Folding({"・": ""}).fold_with_places("か゛・㌔")
            ('がキロ', [0, 3, 3], [2, 4, 4])
        """
        letters = list(map(self._folded.__getitem__, text))
        if None not in letters and "" not in letters:
            whole = "".join(letters)  # type: ignore[arg-type]
            if len(whole) == len(text):  # each character became one: nearly every text
                return whole, list(range(len(text))), list(range(1, len(text) + 1))
        folded: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end, piece in self._pieces(text):
            folded.append(piece)
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
        return "".join(folded), starts, ends

    def _pieces(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield each character of a text with the marks that belong to it."""
        folded = self._folded
        start, length = 0, len(text)
        while start < length:
            end = start + 1
            while end < length and folded[text[end]] is None:
                end += 1
            piece = folded[text[start]] if end == start + 1 else None
            yield start, end, folded.join(text[start:end]) if piece is None else piece
            start = end


class _Folded(dict[str, str | None]):
    """Each character with what it becomes, or None for one that joins the character before it."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        super().__init__()
        self._pairs = pairs

    def __missing__(self, character: str) -> str | None:
        is_mark = character in JOINING or unicodedata.category(character) in ("Mn", "Me")
        piece = None if is_mark else self.join(character)
        self[character] = piece
        return piece

    def join(self, cluster: str) -> str:
        """Fold a character with its marks."""
        joined = "".join(JOINING.get(character, character) for character in cluster)
        plain = unicodedata.normalize("NFKC", joined).casefold()
        pieces = []
        for character in unicodedata.normalize("NFKC", plain):
            known = self._pairs.get(character)
            if known is not None:
                pieces.append(known)
            elif unicodedata.category(character) not in UNSEEN:
                pieces.append(character)
        return "".join(pieces)
