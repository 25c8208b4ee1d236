"""``kg validate [GRAPH_OR_PLAN …]``: check data against the shapes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph

from kg.build import Problem, find_plan_files, find_plans
from kg.build.editions import read_document
from kg.cli.options import add_report, report_format
from kg.cli.parser import make_parser
from kg.cli.problems import tell_problems
from kg.document.plan_file import PLAN_FILE, PlanFile
from kg.errors import OutputError
from kg.graph.convert import convert
from kg.graph.serialise import to_turtle
from kg.graph.validation import Report, read_rdf, validate
from kg.store.versions import current_name, current_path, dataset_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language

_FORMATS = ("text", "ttl")


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="GRAPH_OR_PLAN",
        help=say(
            "計画、データセットのフォルダ、RDF ファイル（既定: データセット、なければ計画）",
            "plans, dataset folders or RDF files (default: the dataset, else the plans)",
        ),
    )
    add_report(parser, say, *_FORMATS)


def run(words: Sequence[str], lang: Language) -> int:
    """Validate and print the report.

    Args:
        words: The command line behind ``kg validate``.
        lang: Language of the report.

    Returns:
        1 if there is a violation, or a plan with errors; else 0.

    Raises:
        UsageError: If the file's name ends in no format.
        KgError: If a target cannot be read.
        OutputError: If the file cannot be written.
    """
    parser = make_parser("validate", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    chosen = report_format(arguments, *_FORMATS)
    status, texts, together = 0, [], Graph()
    for name, report, problems in _reports(arguments.targets):
        tell_problems(problems, lang)
        if report is None:
            status = 1
            continue
        status = status if report.conforms else 1
        is_whole = Path(name).suffix not in _PARTS
        texts.append(f"{name}\n{report.to_text(lang, unmatched=is_whole)}\n")
        together += report.graph
    content = to_turtle(together) if chosen == "ttl" else "\n".join(texts).encode()
    _write(arguments.output, content)
    return status


_PARTS = (".json", ".jsonld", ".nq", ".nt", ".owl", ".rdf", ".trig", ".ttl", ".xml")
"""Files that may hold less than a whole plan, so that a shape without a target means nothing."""


def _reports(targets: Sequence[str]) -> Iterator[tuple[str, Report | None, tuple[Problem, ...]]]:
    """Validate one target after the other; a plan with errors has no report."""
    for target in targets or _default_targets():
        path = Path(target)
        if path.is_file() and path.name != PLAN_FILE:
            yield target, validate(read_rdf(path)), ()
        elif (path / "CURRENT").exists():
            for graph in sorted(Path(current_path(target)).glob("plans/*/plan*.nq")):
                name = graph.parent.name + graph.stem.removeprefix("plan")
                yield name, validate(read_rdf(graph)), ()
        else:
            yield from map(_plan_report, find_plan_files(target, others=True))


def _plan_report(plan_file: PlanFile) -> tuple[str, Report | None, tuple[Problem, ...]]:
    name = plan_file.id if plan_file.other is None else f"{plan_file.id}@{plan_file.other}"
    plan, problems = read_document(plan_file)
    if plan is None:
        return name, None, problems
    return name, validate(convert(plan, plan_file).asserted), problems


def _default_targets() -> list[str]:
    folder = dataset_folder()
    return [folder] if current_name(folder) is not None else [str(path) for path in find_plans()]


def _write(target: str | None, content: bytes) -> None:
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    try:
        Path(target).write_bytes(content)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", where=target) from error
