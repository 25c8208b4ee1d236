"""Opening the store while the rest of the program is still being read.

Opening takes Oxigraph 10 ms, which is as long as importing the modules that read the command
line and the question. Oxigraph works without Python's lock, so on two processors the two take
the time of one.
"""

from __future__ import annotations

import _thread
import gc

from kg.errors import KgError
from kg.store.embedded import EmbeddedStore, open_current
from kg.store.versions import current_path, dataset_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Opening:
    """A store that is being opened in a thread of its own.

    Args:
        folder: The dataset folder.

    Raises:
        KgError: If there is none.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._version = current_path(folder)
        self._store: EmbeddedStore | None = None
        self._begun, self._running = _thread.allocate_lock(), _thread.allocate_lock()
        self._begun.acquire()
        self._running.acquire()
        _thread.start_new_thread(self._open, ())
        # Give Python's lock away until Oxigraph has begun; else the thread waits 5 ms for it.
        self._begun.acquire()

    def _open(self) -> None:
        try:
            self._begun.release()
            self._store = EmbeddedStore.open(f"{self._version}/store")
        except KgError:
            self._store = None  # the main thread will try again and say why
        finally:
            self._running.release()

    def wait(self) -> tuple[EmbeddedStore, str] | None:
        """Wait until it is done, and return the store and the path of its version."""
        with self._running:
            return None if self._store is None else (self._store, self._version)


_openings: list[Opening] = []


def start(words: Sequence[str]) -> None:
    """Begin to open the store that a command line will ask for, if that can be told.

    Args:
        words: The command line, not parsed yet.
    """
    # A question ends before there is garbage worth looking for among all that was imported.
    gc.disable()
    named = None
    for place, word in enumerate(words):
        if word.startswith("--endpoint") or word in ("-h", "--help"):
            return
        if word == "--data" and place + 1 < len(words):
            named = words[place + 1]
        elif word.startswith("--data="):
            named = word.removeprefix("--data=")
    try:
        _openings.append(Opening(dataset_folder(named)))
    except KgError:
        return  # told when the command line has been read


def take(folder: str) -> tuple[EmbeddedStore, str]:
    """Return the store of a dataset folder, opened ahead or now.

    Args:
        folder: The dataset folder.

    Returns:
        The store, and the path of its version.

    Raises:
        KgError: If it cannot be opened.
    """
    found = None
    while _openings:
        opening = _openings.pop()
        done = opening.wait()
        if opening.folder == folder:
            found = done
    return found or open_current(folder)


def finish() -> None:
    """Wait for what was begun and not taken: a thread must not outlive the interpreter.

    A process that goes on, such as one that calls ``kg.cli.main``, collects garbage again.
    """
    while _openings:
        _openings.pop().wait()
    gc.enable()
