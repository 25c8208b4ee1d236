"""What a person typed, as words, each with all the writings that are looked for."""

from __future__ import annotations

import unicodedata
from itertools import product

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.search.folding import Folding

    Aliases = Callable[[list[str]], Iterable[tuple[str, str]]]

MOST_WORDS = 16
MOST_WRITINGS = 24
LONGEST_WITH_ALIASES = 64
_SHORTEST_NAME = 2
_BEHIND_LATIN = "\u0250"
"""The first character behind the blocks of Latin letters."""


def split_words(text: str, folding: Folding) -> list[str]:
    """Split what was typed at its blanks, of either width.

    Args:
        text: What was typed.
        folding: Says what is left of a word.

    Returns:
        The words as typed, each once; those of which nothing is left when folded are dropped.

    Raises:
        UsageError: If there is nothing to look for, or too many words.
    """
    words = {folded: word for word in text.split() if (folded := folding.fold(word))}
    if not words:
        raise UsageError(
            "there is nothing to look for" if not text.strip() else f"{text[:40]!r} has no letter",
            hint="Name one or more words: kg search 釧路港",
        )
    if len(words) > MOST_WORDS:
        raise UsageError(
            f"{len(words)} words are too many to look for at once",
            hint=f"Name up to {MOST_WORDS}; without blanks between them they are one",
        )
    return list(words.values())


def writings(word: str, folding: Folding, aliases: Aliases) -> list[str]:
    """List the folded writings of a word that are looked for.

    Args:
        word: The word as typed.
        folding: How it is folded.
        aliases: Tells of some names which other names their things have.

    Returns:
        The word itself first, then with ヶ, ケ and が or with and without long vowel, then with
        other names of the things it names. Not more than a fixed number.
    """
    parts = _parts(word, folding)
    found = dict.fromkeys("".join(chosen) for chosen in _choices(parts))
    for writing in list(found):
        for name, other in aliases(_names_within(writing)):
            found.setdefault(writing.replace(name, other))
    return list(found)[:MOST_WRITINGS]


def is_latin(letter: str) -> bool:
    """Say whether a character is a letter of the Latin script, in any width.

    Example:
        >>> [letter for letter in "Eéｖ港ア1-" if is_latin(letter)]
        ['E', 'é', 'ｖ']
    """
    return letter.isalpha() and unicodedata.normalize("NFKC", letter)[-1] < _BEHIND_LATIN


def spans_of(text: str, form: str, folding: Folding) -> Iterator[tuple[int, int]]:
    """Find where a folded word stands in a text.

    Japanese is written without blanks, so that a word stands anywhere; one that begins with a
    Latin letter stands only where a word begins: EV in EV充電 and events, not in level.

    Args:
        text: The text as it is.
        form: The word, folded; not empty.
        folding: How texts are folded.

    Yields:
        Where it begins and ends in the text's own characters.
    """
    folded, starts, ends = folding.fold_with_places(text)
    within = is_latin(form[0])
    place = folded.find(form)
    while place >= 0:
        start = starts[place]
        if within and start > 0 and is_latin(text[start - 1]):
            place = folded.find(form, place + 1)
        else:
            yield start, ends[place + len(form) - 1]
            place = folded.find(form, place + len(form))


def _choices(parts: list[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Combine the parts' writings; of parts that would make too many, only the first is taken."""
    count = 1
    kept = []
    for part in parts:
        count *= len(part)
        if count > MOST_WRITINGS:
            count //= len(part)
            part = part[:1]
        kept.append(part)
    return product(*kept)


def _parts(word: str, folding: Folding) -> list[tuple[str, ...]]:
    """Cut a word into folded parts, each with its other writings behind it."""
    letters = unicodedata.normalize("NFKC", word)
    parts: list[tuple[str, ...]] = []
    katakana = 0
    for place, letter in enumerate(letters):
        following = letters[place + 1 : place + 2]
        ends = not _is_katakana(following, folding)
        folded = folding.fold(letter)
        if _is_variant(letters, place, folding):
            parts.append((folded, *(form for form in folding.variants if form != folded)))
        elif folded == folding.long_vowel and ends and katakana >= folding.shortest_word:
            parts.append((folded, ""))
        else:
            parts.append((folded,))
        katakana = katakana + 1 if _is_katakana(letter, folding) else 0
        is_short = katakana >= folding.shortest_word and folded != folding.long_vowel
        if is_short and ends and following:
            parts.append(("", folding.long_vowel))
    # Letters that change with their neighbours, such as か and ゛, are left as they are.
    whole = folding.fold(word)
    return parts if "".join(part[0] for part in parts) == whole else [(whole,)]


def _is_katakana(letter: str, folding: Folding) -> bool:
    return "ァ" <= letter <= "ヺ" or (letter != "" and letter == folding.long_vowel)


def _is_variant(letters: str, place: int, folding: Folding) -> bool:
    if letters[place] in folding.always:
        return True
    before, following = letters[place - 1 : place], letters[place + 1 : place + 2]
    return letters[place] in folding.between and all(map(_is_kanji_or_digit, (before, following)))


def _is_kanji_or_digit(letter: str) -> bool:
    return "㐀" <= letter <= "鿿" or letter in ("々", "〆") or letter.isdecimal()


def _names_within(writing: str) -> list[str]:
    """List the pieces of a word that may be names of things."""
    length = len(writing)
    if length > LONGEST_WITH_ALIASES:
        return []
    return [
        writing[start:end]
        for start in range(length)
        for end in range(start + _SHORTEST_NAME, length + 1)
    ]
