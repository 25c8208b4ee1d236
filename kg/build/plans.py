"""Which plans there are, and a key for each that changes with whatever it is made of."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg import resources
from kg.document.plan_file import PlanFile, read_plan_file
from kg.errors import NotFoundError, SourceError, UsageError
from kg.things.decisions import DECISIONS

PLAN_FILE = "plan.toml"
_CODE = (
    *("build", "comparison", "document", "graph", "search", "things"),
    *("errors.py", "store/loading.py", "text.py"),
)
_DESCRIPTION = ("description", "questions/catalogue.py", "questions/header.py")
_LIBRARIES = ("ahocorasick-rs", "pyoxigraph", "pyshacl", "rdflib")


@dataclass(frozen=True, slots=True)
class PlanInput:
    """A plan that is to be built.

    Attributes:
        id: Its id.
        folder: Its folder.
        key: Changes when anything changes that its files are made of.
    """

    id: str
    folder: Path
    key: str


def find_plans(named: Sequence[str | Path] = ()) -> list[Path]:
    """Find the folders of plans.

    Args:
        named: Folders of plans, folders with such folders in them, or ids of plans below
            ``plans/`` or of those that come with kg. Without any: all plans below ``plans/`` in
            the current folder, or else those that come with kg.

    Returns:
        Folders that hold a plan.toml, each once, in the order given.

    Raises:
        NotFoundError: If a name leads to no plan.
    """
    if not named:
        found = _below(Path("plans")) or _below(Path(resources.PLANS))
        if not found:
            raise NotFoundError("there are no plans to build", where=resources.PLANS)
        return found
    return list(dict.fromkeys(folder for name in named for folder in _named(Path(name))))


def _named(name: Path) -> list[Path]:
    places = [name]
    if len(name.parts) == 1:
        places += [Path("plans") / name, Path(resources.PLANS) / name]
    for place in places:
        if place.name == PLAN_FILE and place.is_file():
            return [place.parent]
        if (place / PLAN_FILE).is_file():
            return [place]
    found = _below(name)
    if found:
        return found
    raise NotFoundError(
        f"there is no plan {str(name)!r}",
        hint=f"Name the folder that holds its {PLAN_FILE}, or one of: {', '.join(_known())}",
    )


def find_plan_files(name: str, *, others: bool = False) -> list[PlanFile]:
    """Find plans, or one edition of a plan, and read their facts.

    Args:
        name: What ``find_plans`` takes, or such a name of one plan, ``@`` and the id of an
            edition: ``kushiro-nemuro@2021``.
        others: Find all editions of a plan where none is named.

    Returns:
        The facts of the edition, else of the current editions, with the others behind each.

    Raises:
        NotFoundError: If the name leads to no plan, or the plan has no such edition.
        UsageError: If an edition is asked of several plans.
        PlanFileError: If a plan.toml is wrong.
    """
    plan, at, edition = name.rpartition("@")
    if not at or Path(name).exists():
        found = [read_plan_file(folder) for folder in find_plans([name])]
        return found if not others else [file for plan in found for file in _all_editions(plan)]
    folders = find_plans([plan])
    if len(folders) > 1:
        raise UsageError(f"{plan!r} holds {len(folders)} plans", hint="Name one of them")
    return [read_plan_file(folders[0]).at(edition)]


def _all_editions(plan_file: PlanFile) -> list[PlanFile]:
    return [plan_file, *(plan_file.at(edition.id) for edition in plan_file.others)]


def _below(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{PLAN_FILE}"))


def _known() -> list[str]:
    folders = [*_below(Path("plans")), *_below(Path(resources.PLANS))]
    return sorted({folder.name for folder in folders})


def read_input(folder: Path, base: str) -> PlanInput:
    """Read what identifies a plan's input.

    Args:
        folder: The plan's folder.
        base: IRI below which everything will be named.

    Returns:
        The plan's id and key.

    Raises:
        PlanFileError: If its plan.toml is wrong.
        SourceError: If its document or layout cannot be read.
        NotFoundError: If its layout is unknown.
    """
    plan_file = read_plan_file(folder)
    digest = hashlib.sha256(f"{shared_key()} {base} {plan_file.id}".encode())
    for path in _files(plan_file):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", where=path) from error
        digest.update(b"%d " % len(content))
        digest.update(content)
    return PlanInput(plan_file.id, folder, digest.hexdigest())


def read_id(folder: Path) -> str:
    """Read the id of a plan of which something else cannot be read.

    Args:
        folder: The plan's folder.

    Returns:
        Its id, or the name of its folder where that cannot be read either.
    """
    try:
        id = tomllib.loads((folder / PLAN_FILE).read_text(encoding="utf-8")).get("id")
    except (OSError, ValueError):
        id = None
    return id if isinstance(id, str) else folder.name


def _files(plan_file: PlanFile) -> Iterator[Path]:
    yield plan_file.folder / PLAN_FILE
    yield plan_file.source_path
    yield plan_file.layout_path
    for edition in plan_file.others:
        other = plan_file.at(edition.id)
        yield other.source_path
        yield other.layout_path
    if plan_file.gazetteer_path is not None:
        yield plan_file.gazetteer_path
    decisions = plan_file.folder / DECISIONS
    if decisions.exists():
        yield decisions


def check_ids(inputs: Iterable[PlanInput]) -> None:
    """Refuse two plans of one id.

    Args:
        inputs: The plans.

    Raises:
        UsageError: If two have the same id.
    """
    seen: dict[str, PlanInput] = {}
    for plan in inputs:
        other = seen.setdefault(plan.id, plan)
        if other is not plan:
            raise UsageError(
                f"two plans have the id {plan.id!r}: {other.folder} and {plan.folder}",
                hint=f"Give one of them another id in its {PLAN_FILE}",
            )


@cache
def shared_key() -> str:
    """Return a key of what all plans have in common: code, rules, ontology, shapes, libraries.

    Returns:
        A hash in hexadecimal, the same on every machine with the same files.
    """
    libraries = "".join(f"{library} {version(library)}\n" for library in _LIBRARIES)
    code = (Path(resources.PACKAGE) / name for name in _CODE)
    return _key(libraries, [*code, Path(resources.ONTOLOGY), Path(resources.SHAPES)])


@cache
def description_key() -> str:
    """Return a key of what a dataset's description is made of beside its plans.

    Returns:
        A hash in hexadecimal, the same on every machine with the same files. Plans need not be
        made again when it changes.
    """
    code = (Path(resources.PACKAGE) / name for name in _DESCRIPTION)
    return _key("", [*code, Path(resources.QUERIES)])


def _key(start: str, roots: Iterable[Path]) -> str:
    digest = hashlib.sha256(start.encode())
    for root in roots:
        paths = [root] if root.is_file() else sorted(root.rglob("*"))
        for path in paths:
            if path.suffix in (".py", ".rq", ".toml", ".ttl"):
                content = path.read_bytes()
                name = path.relative_to(root.parent).as_posix()
                digest.update(f"{name} {len(content)}\n".encode())
                digest.update(content)
    return digest.hexdigest()
