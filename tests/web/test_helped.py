"""A second thread that helps to make a long page, where there is a processor for it."""

from __future__ import annotations

import _thread
from pathlib import Path

import pytest

from tests.web.in_process import opened
from tests.web.test_by_plan import STATE, body_of


@pytest.mark.parametrize(("processors", "is_helped"), [(1, False), (2, True)])
def test_a_second_thread_helps_where_there_is_a_processor_for_it(
    processors: int, is_helped: bool, dataset_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, start = [], _thread.start_new_thread
    site = opened(dataset_folder)
    alone = body_of(site, STATE)
    monkeypatch.setattr("kg.web.pages.thing._HELPED_AFTER_S", 0)
    monkeypatch.setattr("kg.web.pages.thing.processors", lambda: processors)
    monkeypatch.setattr(_thread, "start_new_thread", lambda *it: started.append(start(*it)))

    assert body_of(site, STATE) == alone
    assert bool(started) == is_helped
