"""A new Oxigraph store in a folder, made of a file of N-Quads."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

from kg.errors import GraphFileError
from kg.store.embedded import SIZES, is_lasting
from kg.store.quads import QUADS_PER_PIECE, load_quads


def make_store(path: Path, quads: Path) -> int:
    """Make a store of a file of N-Quads, or add the file to a store made before.

    Args:
        path: Folder of the store, which nobody has open. Beside it a file of the same name with
            ``.sizes`` behind it says how long its files are.
        quads: The file, one quad a line.

    Returns:
        How many lines were loaded.

    Raises:
        GraphFileError: If the file is no N-Quads.
        OSError: If the disk refuses.
    """
    is_old = path.exists()
    store = pyoxigraph.Store(str(path))
    try:
        with quads.open("rb") as file:
            count = load_quads(store, file)
        if count > QUADS_PER_PIECE or is_old:
            store.optimize()
        store.flush()
    except SyntaxError as error:
        raise GraphFileError(f"no valid N-Quads: {error}", where=quads) from error
    except RuntimeError as error:  # what RocksDB says of a disk that fails in the background
        raise OSError(str(error)) from error
    del store  # closes it
    _write_sizes(path)
    return count


def _write_sizes(path: Path) -> None:
    sizes = {file.name: file.stat().st_size for file in path.iterdir() if is_lasting(file.name)}
    lines = [f"{size} {name}\n" for name, size in sorted(sizes.items())]
    path.with_name(path.name + SIZES).write_text("".join(lines), encoding="utf-8")
