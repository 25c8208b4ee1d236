"""Settings of the server: one table for the command line, the environment and a file.

A value on the command line wins over one in the environment (``KG_SERVE_PORT``), that over one in
the file (``port = 8080``, TOML), and that over what stands here.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec

from kg.description.about import About, read_about
from kg.document.toml_keys import line_at, toml_line
from kg.errors import InputError, UsageError
from kg.machine import machine_bytes, processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).with_suffix(".toml")

PREFIX = "KG_SERVE_"
"""What the names of the environment's variables begin with."""

_Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
_Count = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
_Processes = Annotated[int, msgspec.Meta(ge=1, le=1_000)]
_Size = Annotated[int, msgspec.Meta(ge=1)]
_SizeOrNone = Annotated[int, msgspec.Meta(ge=0)]
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]

_PLACE = re.compile(r"`\$\.(\w+)")
"""Where msgspec names the setting that is wrong; it does not if there is none of that name."""

_ADDRESSES = {
    "base_url": (
        r"(https?://[^\s/?#@\"'<>]+/?)?",
        "Give an address without a path, such as https://data.example.jp",
    ),
    "root_path": (r"/?([\w%~.-]+(/[\w%~.-]+)*/?)?", "Give a path, such as /kg"),
    "services": (
        r"https?://[^\s/?#@\"'<>]+[^\s\"'<>]*",
        "Give addresses of SPARQL endpoints, http or https",
    ),
    "tiles": (
        r"((https?://[A-Za-z0-9.:\[\]-]+)?/[^\s\"'<>;,]*)?",
        "Give an address such as https://tiles.example.jp/{z}/{x}/{y}.png",
    ),
}
"""How addresses are written, and what to say to who writes them otherwise."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the server runs. What each means says ``settings.toml``.

    Attributes:
        workers: One client may have all but one of them: as many as there are processors.
        slow_workers: One client may have all but one of these, too: with a single processor two of
            its long questions still find room.
        about: Who publishes and on which terms: a file that says so, and once that is read, what
            it says; else empty.
    """

    host: str = "127.0.0.1"
    port: _Port = 8000
    lang: str = "ja"
    base_url: str = ""
    root_path: str = ""
    trust_proxy: bool = False
    workers: _Processes = processors() + 1
    slow_workers: _Processes = 2 * processors() + 1
    queue: _Count = 200
    time_limit_s: _Seconds = 30.0
    memory_limit_mb: _Size = 1024
    result_limit_mb: _Size = 64
    query_limit_kb: _Size = 256
    cache_mb: _SizeOrNone = 64
    in_memory_mb: _SizeOrNone = (machine_bytes() >> 20) // 3
    header_timeout_s: _Seconds = 10.0
    body_timeout_s: _Seconds = 20.0
    send_timeout_s: _Seconds = 20.0
    sending_mb: _Size = 512
    connections: _Count = 1000
    services: tuple[str, ...] = ()
    tiles: str = ""
    tiles_attribution: str = ""
    about: About | str = ""
    access_log: bool = True

    @property
    def told(self) -> About | None:
        """Who publishes and on which terms, where that is told."""
        return self.about if isinstance(self.about, About) else None

    @property
    def marks(self) -> dict[str, str]:
        """What a job that tells of this has in its values: else its reply seems unchanged."""
        return {"about": self.told.mark} if self.told else {}


class SiteSpec(msgspec.Struct, frozen=True):
    """What a site is made of.

    Attributes:
        settings: Settings of the server.
        endpoint: Address of an endpoint to ask instead of a dataset, or empty.
        in_memory: Whether the dataset is read into memory.
    """

    settings: Settings
    endpoint: str = ""
    in_memory: bool = False


def read_spec(text: str) -> SiteSpec:
    """Read what a site is made of from JSON, as ``msgspec.json.encode`` writes it."""
    return msgspec.json.decode(text, type=SiteSpec)


class Setting(NamedTuple):
    """A setting, as people see it.

    Attributes:
        name: Its name in files.
        metavar: What its value is called.
        ja: What it says, in Japanese.
        en: The same in English.
    """

    name: str
    metavar: str
    ja: str
    en: str


TABLE = tuple(
    Setting(name, row.get("metavar", ""), row["ja"], row["en"])
    for name, row in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
)
"""All settings, in the order in which they are shown."""


def read_settings(
    given: Mapping[str, Any], file: str | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Put the settings together.

    Args:
        given: Settings from the command line; None counts as not given.
        file: Path of a TOML file, or None.
        environment: The environment.

    Returns:
        The settings.

    Raises:
        InputError: If the file, or the one that it names, cannot be read, is no TOML, or has an
            unknown key or a wrong value.
        UsageError: If a value of the environment or the command line is wrong.
    """
    found = _read_file(file) if file is not None else {}
    names = [setting.name for setting in TABLE]
    told: dict[str, Any] = {
        name: environment[PREFIX + name.upper()]
        for name in names
        if environment.get(PREFIX + name.upper())
    }
    for name in sorted(environment):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in names:
            raise UsageError(
                f"the environment has {name}, and there is no such setting",
                hint=f"The settings are {', '.join(names)}",
            )
    told |= {name: value for name, value in given.items() if value is not None}
    if isinstance(told.get("services"), str):
        told["services"] = [one.strip() for one in told["services"].split(",") if one.strip()]
    try:
        made = msgspec.convert(found | told, Settings, strict=False)
    except msgspec.ValidationError as error:
        name, fault, hint = _refusal(error, found | told)
        raise UsageError(fault, hint=hint) from error
    return _checked(made)


def _read_file(file: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    text = ""
    try:
        text = Path(file).read_text(encoding="utf-8")
        found = tomllib.loads(text)
        msgspec.convert(found, Settings)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=file) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"this is no TOML: {error}", where=file, line=toml_line(error)) from error
    except msgspec.ValidationError as error:
        name, fault, hint = _refusal(error, found)
        raise InputError(fault, where=file, line=line_at(text, [name]), hint=hint) from error
    return found


def _refusal(error: msgspec.ValidationError, given: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the name of a setting that cannot be so, what is wrong with it, and what to do."""
    place = _PLACE.search(str(error))
    if place is not None:
        name = place[1]
        fault = f"the setting {name} cannot be {given[name]!r}"
        return name, fault, _hint(name)
    names = [setting.name for setting in TABLE]
    name = min(given.keys() - names)
    fault = f"there is no setting {name!r}"
    return name, fault, f"The settings are {', '.join(names)}"


def _hint(name: str) -> str:
    """Say what a setting must be."""
    if name in _ADDRESSES:
        return _ADDRESSES[name][1]
    types = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    kind = msgspec.inspect.type_info(types[name])
    if isinstance(kind, msgspec.inspect.IntType):
        if kind.le is None:
            return f"Give a whole number from {kind.ge} on"
        return f"Give a whole number from {kind.ge} to {kind.le}"
    if isinstance(kind, msgspec.inspect.FloatType):
        return f"Give a number of seconds above {kind.gt:g}, {kind.le:g} at most"
    if isinstance(kind, msgspec.inspect.BoolType):
        return "Give true or false"
    return "Give a text in quotation marks"


def _checked(made: Settings) -> Settings:
    if made.lang not in ("ja", "en"):
        raise UsageError(f"there is no language {made.lang!r} of pages", hint="Use ja or en")
    for name, (pattern, hint) in _ADDRESSES.items():
        values = getattr(made, name)
        for value in (values,) if isinstance(values, str) else values:
            if not re.fullmatch(pattern, value) or ".." in value.split("/"):
                raise UsageError(f"the setting {name} cannot be {value!r}", hint=hint)
    if isinstance(made.about, str) and made.about:
        made = msgspec.structs.replace(made, about=read_about(Path(made.about)))
    root_path = "/" + made.root_path.strip("/") if made.root_path.strip("/") else ""
    return msgspec.structs.replace(made, root_path=root_path, base_url=made.base_url.rstrip("/"))
