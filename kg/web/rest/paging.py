"""Cutting lists, and the links between their parts.

Source:
    RFC 8288 (the header Link); RFC 5988's relation types first, prev, next, last.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from msgspec import UNSET

from kg.web.rest.shapes import Links

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_RELATIONS = ("first", "prev", "next", "last")


class Part:
    """A part of a list.

    Args:
        address: Absolute address of the whole list, without fields.
        fields: The fields of the request but ``limit`` and ``offset``.
        total: How many there are in all.
        limit: How many the part may have, or None for all that follow.
        offset: How many stand before it.
    """

    def __init__(
        self,
        address: str,
        fields: Sequence[Sequence[str]],
        total: int,
        limit: int | None,
        offset: int,
    ) -> None:
        self._address, self._fields = address, fields
        self._total, self._limit, self._offset = total, limit, offset

    def members(self, **more: str) -> dict[str, Any]:
        """Return the members that all lists have; ``more`` are further links."""
        total, limit, offset = self._total, self._limit, self._offset
        shown = max(min(total - offset, total if limit is None else limit), 0)
        return {
            "total": total,
            "offset": offset,
            "limit": limit,
            "complete": shown == total,
            "links": Links(self=self._at(offset), **self._beside(), **more),
        }

    def header(self) -> dict[str, str]:
        """Return the header Link; none where the list is whole."""
        links = [f'<{place}>; rel="{relation}"' for relation, place in self._beside().items()]
        return {"Link": ", ".join(links)} if links else {}

    def _beside(self) -> dict[str, str]:
        limit, offset, total = self._limit, self._offset, self._total
        if not limit:
            return {} if not offset else {"first": self._at(0)}
        places = {"first": 0, "last": max(total - 1, 0) // limit * limit}
        if offset > 0:
            places["prev"] = max(min(offset, total) - limit, 0)
        if offset + limit < total:
            places["next"] = offset + limit
        return {name: self._at(places[name]) for name in _RELATIONS if name in places}

    def _at(self, offset: int) -> str:
        fields = [(name, value) for name, value in self._fields]
        if self._limit is not None:
            fields.append(("limit", str(self._limit)))
        if offset:
            fields.append(("offset", str(offset)))
        return f"{self._address}?{urlencode(fields)}" if fields else self._address


def unset_if_none(value: str | None) -> Any:
    """Return a value, or the mark of a member that is left out."""
    return UNSET if value is None else value
