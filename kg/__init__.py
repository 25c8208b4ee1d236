"""chiiki-kg: Japanese regional plans as knowledge graphs.

::

    from kg import open_dataset

    dataset = open_dataset()
    for row in dataset.query("projects-by-asset", asset="釧路港"):
        print(row.code, row.words, row.page)
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.changelog import Comparison, compare
    from kg.dataset import Dataset, open_dataset
    from kg.errors import KgError

    __version__: str

__all__ = ["Comparison", "Dataset", "KgError", "__version__", "compare", "open_dataset"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: a command line has no time for the rest."""
    if name == "__version__":
        return _version()
    if name == "KgError":
        from kg import errors

        return errors.KgError
    if name in ("Comparison", "compare"):
        from kg import changelog

        return getattr(changelog, name)
    if name in ("Dataset", "open_dataset"):
        from kg import dataset

        return getattr(dataset, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("chiiki-kg")
    except PackageNotFoundError:  # a checkout that is not installed
        return "0+unknown"
