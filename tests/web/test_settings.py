"""Settings of the server: where they come from, what is refused, and that all are described."""

from pathlib import Path

import msgspec
import pytest

from kg.errors import InputError, UsageError
from kg.web.settings import PREFIX, TABLE, Settings, read_settings

DOCS = Path(__file__).parents[2] / "docs"
SERVING = {"en": DOCS / "serving.md", "ja": DOCS / "serving.ja.md"}
BEGIN, END = "<!-- settings -->\n", "<!-- end of settings -->"


def test_what_is_nearer_wins(tmp_path: Path) -> None:
    file = tmp_path / "kg.toml"
    file.write_text('port = 1\nqueue = 2\nlang = "en"\n')
    environment = {PREFIX + "PORT": "3", PREFIX + "QUEUE": "4"}

    settings = read_settings({"port": "5", "queue": None}, str(file), environment)

    assert (settings.port, settings.queue, settings.lang) == (5, 4, "en")


def test_a_list_may_be_written_with_commas() -> None:
    settings = read_settings({"services": "https://a.example/, https://b.example/"}, None, {})

    assert settings.services == ("https://a.example/", "https://b.example/")


def test_a_path_has_one_slash_before_it_and_none_behind() -> None:
    assert read_settings({"root_path": "kg/"}, None, {}).root_path == "/kg"
    assert read_settings({"root_path": "/"}, None, {}).root_path == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"port": "many"}, "port cannot be 'many'. Give a whole number from 0 to 65535"),
        ({"lang": "de"}, "de"),
        ({"workers": "0"}, "workers"),
        ({"time_limit_s": "-1"}, "'-1'. Give a number of seconds above 0, 86400 at most"),
        ({"time_limit_s": "nan"}, "time_limit_s"),
        ({"body_timeout_s": "inf"}, "body_timeout_s"),
        ({"port": "-1"}, "port"),
        ({"port": "70000"}, "port"),
        ({"workers": "100000"}, "workers"),
        ({"connections": "0"}, "connections"),
        ({"in_memory_mb": "-1"}, "'-1'. Give a whole number from 0 on"),
        ({"access_log": "perhaps"}, "access_log cannot be 'perhaps'. Give true or false"),
        ({"base_url": "foo"}, "base_url cannot be 'foo'. Give an address without a path"),
        ({"base_url": "https://data.example.jp/kg"}, "base_url"),
        ({"base_url": "https://a:b@data.example.jp"}, "base_url"),
        ({"root_path": "/a/../b"}, "root_path"),
        ({"root_path": '/x"><script>'}, "root_path"),
        ({"services": "https://a.example/, file:///etc/passwd"}, "'file:///etc/passwd'"),
        ({"tiles": "javascript:x"}, "tiles"),
        ({"tiles": "https://a.example;script-src/{z}"}, "tiles"),
    ],
)
def test_a_wrong_value_is_told(given: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_settings(given, None, {})


@pytest.mark.parametrize(
    "given",
    [
        {"base_url": "https://data.example.jp:8443/"},
        {"root_path": "/町/kg"},
        {"services": "https://a.example/sparql?x=y,http://[::1]:3030/ds"},
        {"tiles": "https://tiles.example.jp/{z}/{x}/{y}.png"},
        {"tiles": "/tiles/{z}/{x}/{y}.png"},
        {"port": "0", "in_memory_mb": "0", "cache_mb": "0", "time_limit_s": "0.5"},
    ],
)
def test_a_right_value_is_taken(given: dict[str, str]) -> None:
    read_settings(given, None, {})


def test_a_variable_that_is_no_setting_is_told() -> None:
    with pytest.raises(UsageError, match="KG_SERVE_NOPE, and there is no such setting"):
        read_settings({}, None, {"KG_SERVE_NOPE": "1", "KG_OTHER": "2"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("prot = 1", "1: there is no setting 'prot'. The settings are host, port,"),
        ("queue = 2\nport = 'many'", "2: the setting port cannot be 'many'. Give a whole number"),
        ("services = 1", "1: the setting services cannot be 1. Give addresses of SPARQL"),
        ("host = 1", "1: the setting host cannot be 1. Give a text in quotation marks"),
        ("port =", "this is no TOML"),
        ("port = 1\nport = 2", "this is no TOML"),
    ],
)
def test_a_wrong_file_is_told_by_its_name_and_line(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "kg.toml"
    file.write_text(content)

    with pytest.raises(InputError, match=rf"kg\.toml:.*{said}"):
        read_settings({}, str(file), {})


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml: cannot be read: No such file"):
        read_settings({}, "nowhere.toml", {})


def test_every_setting_is_in_the_table() -> None:
    assert [setting.name for setting in TABLE] == [
        field.name for field in msgspec.structs.fields(Settings)
    ]


@pytest.mark.parametrize("lang", SERVING)
def test_every_setting_is_described(lang: str) -> None:
    text = SERVING[lang].read_text(encoding="utf-8")

    assert text.partition(BEGIN)[2].partition(END)[0] == described(lang)


def described(lang: str) -> str:
    """Write the table of docs/serving.md or its counterpart."""
    is_japanese = lang == "ja"
    heads = "キー | 既定 | 内容" if is_japanese else "key | default | means"
    rows = [f"| {heads} |", "|---|---|---|"]
    defaults = {
        "workers": "プロセッサーの数 + 1" if is_japanese else "processors + 1",
        "slow_workers": "2 × プロセッサーの数 + 1" if is_japanese else "2 × processors + 1",
        "in_memory_mb": "メモリーの三分の一" if is_japanese else "a third of the memory",
    }
    for setting in TABLE:
        value = getattr(Settings(), setting.name)
        shown = defaults.get(setting.name, msgspec.json.encode(value).decode())
        unit = f" ({setting.metavar})" if setting.metavar in ("SECONDS", "MB", "KB") else ""
        if is_japanese:
            unit = unit.replace("SECONDS", "秒").replace(" (", "（").replace(")", "）")
        told = setting.ja if is_japanese else setting.en
        rows.append(f"| `{setting.name}` | {shown} | {told}{unit} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for lang, path in SERVING.items():
        begin, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        whole = begin + BEGIN + described(lang) + END + rest.partition(END)[2]
        path.write_text(whole, encoding="utf-8")
