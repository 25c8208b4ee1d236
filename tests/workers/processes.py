"""The processes below one, as the system tells of them."""

from __future__ import annotations

from pathlib import Path

_ZOMBIE = "Z"


def tree(root: int) -> dict[int, str]:
    """Return the processes below a process, with their states."""
    parents, states = _processes()
    found: dict[int, str] = {}
    layer = {root}
    while layer:
        layer = {pid for pid, parent in parents.items() if parent in layer}
        found |= {pid: states[pid] for pid in layer}
    return found


def children(root: int) -> list[int]:
    """Return the processes that a process has started itself."""
    return [pid for pid, parent in _processes()[0].items() if parent == root]


def command(pid: int) -> str:
    """Return the command line of a process; it is empty where the process has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _processes() -> tuple[dict[int, int], dict[int, str]]:
    """Return the parent and the state of each process of the machine."""
    parents, states = {}, {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            rest = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(folder.name)] = int(rest[1])
        states[int(folder.name)] = rest[0]
    return parents, states


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that ended may wait for whoever takes leave of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != _ZOMBIE
    except OSError:
        return False


def zombies(root: int) -> list[int]:
    """Return the processes below a process that ended and that nobody took leave of."""
    return [pid for pid, state in tree(root).items() if state == _ZOMBIE]


def memory_mb(root: int) -> float:
    """Return the memory of a process and those below it; what they share is counted once.

    Files that are mapped do not count: how much of them is whose depends on who else has them.
    """
    total_kb = 0
    for pid in (root, *tree(root)):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        lines = (line.split() for line in rollup.splitlines())
        total_kb += sum(int(words[1]) for words in lines if words[0] == "Pss_Anon:")
    return total_kb / 1024
