"""From the folders of plans to a dataset that answers: the only place that knows the steps.

============  ==================================================================
plans.py      finds plans and says whether anything they depend on has changed
job.py        one plan: parse, convert, infer, validate, write
pool.py       many plans: one after the other or in worker processes
assembly.py   the files of all plans: merge, load into a store, write the manifest
outcome.py    what came of it
running.py    the order of these steps
============  ==================================================================
"""

from kg.build.outcome import BuildSummary, PlanOutcome, Problem
from kg.build.plans import find_plan_files, find_plans
from kg.build.running import build

__all__ = ["BuildSummary", "PlanOutcome", "Problem", "build", "find_plan_files", "find_plans"]
