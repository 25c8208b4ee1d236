"""What came of a build, as plain data that worker processes can hand over."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kg.errors import KgError

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must know about a plan.

    Attributes:
        severity: An ``error`` keeps the plan as it is now out of the dataset.
        messages: What is the matter, by language; in English at least.
        where: The file, or None.
        line: Its line, from 1, or None.
        hint: What to do, or None.
    """

    severity: Severity
    messages: dict[str, str]
    where: str | None = None
    line: int | None = None
    hint: str | None = None

    @classmethod
    def of(cls, error: KgError, folder: Path) -> Problem:
        """Turn an error of this project into a problem of the plan in a folder."""
        where = error.where or str(folder)
        return cls("error", {"en": error.message}, where, error.line, error.hint)

    @classmethod
    def all_of(cls, error: KgError, folder: Path) -> tuple[Problem, ...]:
        """Turn an error and those that were found with it into problems of a plan."""
        return tuple(cls.of(one, folder) for one in (error, *error.others))

    @property
    def place(self) -> str | None:
        """Where it is, as ``file:line``."""
        if self.where is None or self.line is None:
            return self.where
        return f"{self.where}:{self.line}"

    def message(self, lang: str) -> str:
        """Return what is the matter, in a language or, failing that, in English."""
        return self.messages.get(lang) or self.messages["en"]


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What came of one plan.

    Attributes:
        id: The plan's id, or the name of its folder where the id could not be read.
        folder: The plan's folder.
        problems: What is the matter with it, errors first.
        counts: Projects, measures, assets and triples; empty after an error.
        coverage: Share of the document's characters that are accounted for, from 0 to 1.
        is_reused: Whether an earlier build's files were taken over; of a plan that has failed,
            those of its last good build.
        seconds: Time by step; empty for reused plans.
    """

    id: str
    folder: Path
    problems: tuple[Problem, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    coverage: float | None = None
    is_reused: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """Whether it is not in the dataset as it is now."""
        return any(problem.severity == "error" for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return what a later build must know, without a path of this machine."""
        return {
            "plan": self.id,
            "counts": self.counts,
            "coverage": self.coverage,
            "problems": [
                {
                    "severity": problem.severity,
                    "messages": problem.messages,
                    "file": Path(problem.where).name if problem.where else None,
                    "line": problem.line,
                }
                for problem in self.problems
            ],
        }

    @classmethod
    def from_json(cls, summary: dict[str, Any], folder: Path) -> PlanOutcome:
        """Read what ``to_json`` wrote.

        Args:
            summary: What it wrote.
            folder: Where the plan is now.

        Returns:
            The outcome, marked as reused.
        """
        problems = tuple(
            Problem(
                found["severity"],
                found["messages"],
                str(folder / found["file"]) if found["file"] else None,
                found["line"],
            )
            for found in summary["problems"]
        )
        return cls(
            summary["plan"],
            folder,
            problems,
            summary["counts"],
            summary["coverage"],
            is_reused=True,
        )


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What came of a build.

    Attributes:
        folder: The dataset folder.
        version: Name of the version that is current now, or None when there is none.
        has_changed: Whether the current version is another one than before.
        plans: What came of each plan, by id.
        quads: Quads of the whole dataset; 0 when nothing was built.
        seconds: Time of the steps that concern all plans.
    """

    folder: Path
    version: str | None
    has_changed: bool
    plans: tuple[PlanOutcome, ...]
    quads: int
    seconds: dict[str, float]

    @property
    def has_failed(self) -> bool:
        """Whether a plan had errors; the others are built nonetheless if they can be."""
        return any(plan.has_failed for plan in self.plans)
