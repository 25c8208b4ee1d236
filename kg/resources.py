"""Where the files stand that are data and not code.

A checkout has them beside the package; an installed wheel carries them inside it, in ``_data/``.
Only ``os.path`` is used, because every command passes here on its way to an answer.
"""
# ruff: noqa: PTH100, PTH112, PTH118, PTH120, PTH208 - pathlib alone takes a tenth of the time of a whole `kg query`.

from __future__ import annotations

import os

from kg.errors import InputError

PACKAGE = os.path.dirname(os.path.abspath(__file__))
"""Folder of the package ``kg``."""

_INSTALLED = os.path.join(PACKAGE, "_data")
_DATA = _INSTALLED if os.path.isdir(_INSTALLED) else os.path.dirname(PACKAGE)

ONTOLOGY = os.path.join(_DATA, "ontology")
SHAPES = os.path.join(_DATA, "shapes")
QUERIES = os.path.join(_DATA, "queries")
PLANS = os.path.join(_DATA, "plans")
LAYOUTS = os.path.join(PACKAGE, "document", "layouts")


def files(folder: str, suffix: str) -> list[str]:
    """List the files of a folder.

    Args:
        folder: One of the folders above, or any other.
        suffix: How the names end, such as ``.ttl``.

    Returns:
        Paths of the files, sorted by name.

    Raises:
        InputError: If the folder is not there or cannot be listed.

    Example:
        >>> [os.path.basename(path) for path in files(PACKAGE, "resources.py")]
        ['resources.py']
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise InputError(
            f"the folder cannot be listed: {error.strerror}",
            where=folder,
            hint="If it belongs to kg, install chiiki-kg again",
        ) from error
    return [os.path.join(folder, name) for name in names if name.endswith(suffix)]
