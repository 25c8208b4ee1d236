"""Where the data comes from, when there is new data, and when it is held in memory.

A dataset on disk answers at once. One that is small is read into memory before the first answer;
one that is larger meanwhile, and takes over like a new build when it is there.
"""

from __future__ import annotations

import asyncio
import logging
import os

import msgspec

from kg.errors import KgError
from kg.store.versions import current_path
from kg.web.asked import now_s
from kg.web.settings import SiteSpec
from kg.workers.nursery import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.front import Front

_WATCH_S = 1.0
_WATCH_AGAIN_S = 60.0
"""How often to look for a new build, and how often to try one again that could not be opened."""

_GROWTH = 4.5
"""How many bytes of memory a byte of ``dataset.nq`` takes at most: 4.4 with a hundred plans."""

_AT_ONCE_BYTES = 4 << 20
"""How much of it is read before the first answer: what takes a quarter of a second or so."""

_log = logging.getLogger("kg.web")


class Source:
    """A dataset whose new builds are taken over, or an endpoint.

    Args:
        front: Where its workers answer.
        folder: Folder of the dataset, or None.
        endpoint: Address of a SPARQL endpoint to ask instead, or empty.
    """

    def __init__(self, front: Front, folder: str | None, endpoint: str) -> None:
        self._front, self._folder, self._endpoint = front, folder, endpoint
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Answer from the current version from now on.

        Raises:
            KgError: If it cannot be opened; the version before goes on answering.
        """
        version = current_path(self._folder) if self._folder else ""
        size = _size(version) if version else 0
        is_held = 0 < _GROWTH * size <= self._front.settings.in_memory_mb << 20
        is_small = size <= _AT_ONCE_BYTES
        await self._front.pool.open(self._spec(version, in_memory=is_held and is_small))
        self._front.cache.clear()  # at once: from now on its answers would be those of this version
        # Only now: what is being read of the version before goes on where this one is refused.
        await self._stop_reading()
        if is_held and not is_small:
            self._reading = asyncio.create_task(self._read(version))

    async def watch(self) -> None:
        """Take over a build as soon as it is there."""
        if not self._folder:
            return
        trouble, refused, again_s = "", "", 0.0
        while True:
            await asyncio.sleep(_WATCH_S)
            latest = ""
            try:
                latest = current_path(self._folder)
                if latest == self._front.pool.version:
                    trouble = refused = ""
                elif latest != refused or now_s() > again_s:
                    await self.open()
                    trouble = refused = ""
                    _log.info("answering from %s", latest)
            except Exception as error:  # whatever it is, the last build answers on
                refused, again_s = latest, now_s() + _WATCH_AGAIN_S
                if str(error) != trouble:
                    trouble = str(error)
                    _log.error("the new build cannot be opened, the last one answers on: %s", error)

    async def close(self) -> None:
        """Begin nothing more, and end the workers."""
        await self._stop_reading()
        await self._front.pool.close()

    def _spec(self, version: str, *, in_memory: bool) -> Spec:
        settings = self._front.settings
        site = SiteSpec(settings, self._endpoint, in_memory)
        memory = settings.memory_limit_mb << 20
        return Spec("kg.web.site:make_site", version, msgspec.json.encode(site).decode(), memory)

    async def _read(self, version: str) -> None:
        """Read a version into memory, then answer from there; else from disk as before.

        Where the system ends what holds it, because memory is short, the disk answers again.
        """
        on_disk = self._spec(version, in_memory=False)
        held = msgspec.structs.replace(self._spec(version, in_memory=True), is_patient=True)
        try:
            await self._front.pool.open(held, after_loss=on_disk)
        except KgError as error:
            _log.warning("the dataset is not held in memory, the disk answers on: %s", error)
        else:
            _log.info("answering from memory")

    async def _stop_reading(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None and reading.cancel():
            await asyncio.wait([reading])


def _size(version: str) -> int:
    return os.path.getsize(f"{version}/dataset.nq")  # noqa: PTH202
