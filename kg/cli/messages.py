"""What a person reads when something is wrong: one message, framed in Japanese or English."""

from __future__ import annotations

import os

from kg.errors import KgError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Language = Literal["ja", "en"]

_GIST = {
    "usage": "使い方が正しくありません",
    "parameter": "引数が正しくありません",
    "not-found": "見つかりません",
    "input": "ファイルを読み取れません",
    "source": "文書を読み取れません",
    "layout": "レイアウトに誤りがあります",
    "plan-file": "plan.toml に誤りがあります",
    "parse": "文書がレイアウトに合いません",
    "graph-file": "グラフのファイルに誤りがあります",
    "iri": "IRI を作れません",
    "output": "書き込めません",
    "busy": "別の構築が書き込み中です",
    "endpoint": "エンドポイントが答えません",
    "limit": "上限に達しました",
}


def language(words: Sequence[str] = ()) -> Language:
    """Choose the language of messages and help.

    Args:
        words: The command line; ``--lang`` in it comes first.

    Returns:
        ``en`` where that, the variable ``KG_LANG`` or else the locale says English; ``ja``
        otherwise.

    Example:
        >>> language(["query", "goals", "--lang=en"])
        'en'
    """
    chosen = os.environ.get("KG_LANG") or _locale()
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            chosen = words[place + 1]
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
    return "en" if chosen.startswith("en") else "ja"


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return ""


_LONGEST = 500
MOST_TOLD = 20
"""Errors, or problems of plans, that are told at once."""


def describe(error: Exception, words: Sequence[str]) -> tuple[str, int]:
    """Write an error for people.

    Args:
        error: The error.
        words: The command line.

    Returns:
        The text, and the exit status that goes with it.
    """
    lang = language(words)
    if isinstance(error, KgError):
        all_of_them = (error, *error.others)
        told = [frame(one, lang) for one in all_of_them[:MOST_TOLD]]
        return "".join(told) + and_more(len(all_of_them) - MOST_TOLD, lang), error.exit_status
    if isinstance(error, OSError):
        gist = " 読み書きできません" if lang == "ja" else ""
        where = f": {error.filename}" if error.filename else ""
        return f"error[io]{gist}: {error.strerror or error}{where}\n", 1
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    gist = (
        "kg の不具合です。KG_DEBUG=1 での出力を添えて報告してください"
        if lang == "ja"
        else "this is a fault of kg; please report it with its output under KG_DEBUG=1"
    )
    return f"error[bug] {gist}: {said}\n", 1


def and_more(rest: int, lang: Language) -> str:
    """Return the line that says how many more there are; nothing if there are none."""
    if rest <= 0:
        return ""
    return f"ほか {rest} 件\n" if lang == "ja" else f"and {rest} more\n"


def frame(error: KgError, lang: Language) -> str:
    """Write an error of this project: what, where, and what to do.

    Args:
        error: The error.
        lang: Language; what has no Japanese counterpart is told in English.

    Returns:
        Up to three lines.

    Example:
        >>> from kg.errors import NotFoundError
        >>> print(frame(NotFoundError("no such plan", where="plans", hint="Look again"), "en"))
        error[not-found]: no such plan
          at   plans
          try  Look again
        <BLANKLINE>
    """
    from kg.text import shortened, visible  # which a command that goes well need not import

    gist = f" {_GIST[error.code]}" if lang == "ja" and error.code in _GIST else ""
    at, hint = ("場所", "対処") if lang == "ja" else ("at  ", "try ")
    lines = [f"error[{error.code}]{gist}: {shortened(told(error.message, lang), _LONGEST)}"]
    if error.place is not None:
        lines.append(f"  {at} {error.place}")
    if error.hint:
        lines.append(f"  {hint} {told(error.hint, lang)}")
    return visible("\n".join(lines)) + "\n"


def told(message: str, lang: Language) -> str:
    """Return a message or a hint in a language, in English where it has no counterpart."""
    if lang == "en":
        return message
    from kg.messages import in_japanese

    return in_japanese(message) or message
