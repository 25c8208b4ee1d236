"""When two texts of two editions count as one thing; ``rules.toml`` explains each value."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

RULES = Path(__file__).with_name("rules.toml")

_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
_Weight = Annotated[float, msgspec.Meta(ge=0)]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The thresholds and weights of a comparison."""

    method: str
    weight_code: _Weight
    weight_title: _Weight
    weight_content: _Weight
    least_project: _Share
    least_within: _Share
    least_across: _Share
    least_joined: _Share
    least_share: _Share
    least_part: Annotated[int, msgspec.Meta(ge=1)]
    words: str


@cache
def load_rules(path: Path = RULES) -> Rules:
    """Read the rules that come with the package."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Rules)
