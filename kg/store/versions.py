"""The folder of a built dataset: finished versions, one of them current.

::

    dataset/CURRENT                name of the version that answers
    dataset/versions/<name>/       a finished version; nothing in it changes any more
    dataset/versions/.tmp-<pid>    a version in the making, or one on its way out
    dataset/.lock  dataset/.writer the writer's lock, and who holds it

This module reads; ``writer.py`` changes.
"""
# ruff: noqa: PTH100, PTH112, PTH118, PTH119, PTH123 - pathlib alone takes a tenth of the time of a whole `kg query`.

from __future__ import annotations

import os

from kg.errors import InputError, NotFoundError

DEFAULT_FOLDER = "dataset"
FOLDER_VARIABLE = "KG_DATA"


def dataset_folder(path: str | None = None) -> str:
    """Say which folder holds the dataset.

    Args:
        path: The folder a person named, or None.

    Returns:
        That folder, else the one of the environment variable ``KG_DATA``, else ``dataset``.

    Example:
        >>> dataset_folder("/srv/kg")
        '/srv/kg'
    """
    return path or os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER


def version_path(folder: str, name: str) -> str:
    """Return where a version of a dataset stands."""
    return os.path.join(folder, "versions", name)


def current_name(folder: str) -> str | None:
    """Read which version of a dataset is current.

    Args:
        folder: The dataset folder.

    Returns:
        Name of a version that exists, or None where nothing was built yet.

    Raises:
        InputError: If the folder is damaged or cannot be read.
    """
    pointer = os.path.join(folder, "CURRENT")
    try:
        with open(pointer, encoding="utf-8", errors="replace") as file:
            name = file.read(256).strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InputError(error.strerror or str(error), where=pointer) from error
    if name and name == os.path.basename(name) and os.path.isdir(version_path(folder, name)):
        return name
    raise InputError(
        "the dataset is damaged: CURRENT names a version that is not there",
        where=pointer,
        hint="Run `kg build` to make it again",
    )


def current_path(folder: str) -> str:
    """Find the version of a dataset that answers.

    Args:
        folder: The dataset folder.

    Returns:
        Path of the version's folder.

    Raises:
        NotFoundError: If nothing was built there.
        InputError: If the folder is damaged or cannot be read.
    """
    name = current_name(folder)
    if name is None:
        raise NotFoundError(
            "there is no built dataset here",
            where=os.path.abspath(folder),
            hint="Run `kg build` in this folder, or name another one with --data DIR",
        )
    return version_path(folder, name)
