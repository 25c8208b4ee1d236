"""What finding names costs: how it grows with the text and with the number of known names."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.measuring import time_calls
from benchmarks.tables import milliseconds, print_table, print_verdict
from kg.text import fold
from kg.things.assets import AssetFinder
from kg.things.names import NameFinder
from kg.things.texts import Text

_RUNS = 5
_TIMES = (1, 2, 4, 8)
_BOUND_GROWTH = 1.2
_BOUND_NAMES = 1.5
_FEW, _MANY = 100, 10_000
_STEMS = ("釧路", "根室", "釧路川", "釧根")


def compare_mentions() -> None:
    """Find the names of the real plan's text, once and many times over."""
    source = Path("plans/kushiro-nemuro/source.txt").read_text(encoding="utf-8")
    texts = [Text(fold(line), in_list=True) for line in source.splitlines() if line.strip()]
    calls = {str(times): partial(_find, texts * times, _STEMS) for times in _TIMES}
    # One thread does all of it and waits for nothing: other work on the machine is left out.
    times = time_calls(calls, _RUNS, time.thread_time)
    rows = []
    for count in _TIMES:
        taken, found = times[str(count)], _find(texts * count, _STEMS)
        rows.append([f"text × {count}", str(found), milliseconds(taken), f"{found / taken:,.0f}"])
    print_table("Finding names", ["text", "mentions", "time", "mentions per second"], rows)
    growth = times[str(_TIMES[-1])] / times[str(_TIMES[0])] / _TIMES[-1]
    print_verdict(f"time per text at {_TIMES[-1]} × the text", growth, _BOUND_GROWTH)
    _compare_names(texts)


def _find(texts: list[Text], places: Sequence[str]) -> int:
    assets, names = AssetFinder(), NameFinder(places, ("国", "市町村", "民間"))
    assets.learn(texts)
    names.learn(texts)
    return sum(len(assets.find(text)) + len(names.find(text)) for text in texts)


def _compare_names(texts: list[Text]) -> None:
    """Find the names of one text, knowing few and many places that it does not name."""
    calls = {str(count): partial(_find, texts, _invented(count)) for count in (_FEW, _MANY)}
    times = time_calls(calls, _RUNS, time.thread_time)
    rows = [[f"{int(count):,}", milliseconds(taken)] for count, taken in times.items()]
    print_table("Finding names with many places known", ["places", "time"], rows)
    print_verdict("10,000 places against 100", times[str(_MANY)] / times[str(_FEW)], _BOUND_NAMES)


def _invented(count: int) -> list[str]:
    return [*_STEMS, *(f"架空{number:05d}町" for number in range(count - len(_STEMS)))]
