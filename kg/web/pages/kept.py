"""What was found out for earlier pages: most names and words of a page stand on others, too."""

from __future__ import annotations

from typing import Generic, TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from kg.web.site import Site

_MOST = 10_000

T = TypeVar("T")


class Kept(Generic[T]):
    """Lists by what was looked for, kept for further pages until there are too many."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Sequence[T]] = {}
        self._size = 0

    def __contains__(self, key: Hashable) -> bool:
        return key in self._found

    def __getitem__(self, key: Hashable) -> Sequence[T]:
        return self._found[key]

    def get(self, key: Hashable) -> Sequence[T]:
        """Return what was found for a key, nothing where it was not looked for."""
        return self._found.get(key, ())

    def keep(self, key: Hashable, found: Sequence[T]) -> None:
        """Keep what was found for a key."""
        self._found[key] = found
        self._size += 1 + len(found)

    def found(self, key: Hashable, find: Callable[[], Sequence[T]]) -> Sequence[T]:
        """Return what was found for a key; it is looked for now if it was not."""
        if key not in self._found:
            self.keep(key, find())
        return self._found[key]

    def tidy(self) -> Kept[T]:
        """Forget everything if it is too much: of many plans each may use the same name."""
        if self._size > _MOST:
            self._found.clear()
            self._size = 0
        return self


def kept_of(site: Site, topic: str) -> Kept[T]:
    """Return what was found out about a topic of a site's dataset.

    Args:
        site: The site. An endpoint's data may change: of it nothing is kept.
        topic: The topic.
    """
    kept: Kept[T] = site.kept.setdefault(topic, Kept()) if site.version else Kept()
    return kept.tidy()
