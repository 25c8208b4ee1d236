"""``kg query`` and its sisters as a person or a script calls them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from rdflib import Graph

from tests.cli.conftest import Run

PORT_CODES = ["1-(1)", "1-(2)", "1-(2)", "2-(1)", "3-(1)", "3-(1)", "4-(3)"]


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_pipe_gets_csv(run: Run, dataset: Path) -> None:
    done = run("query", "projects-by-asset", "釧路港", "--data", dataset)
    assert (done.returncode, done.stderr) == (0, "")
    rows = _rows(done.stdout)
    assert [row["code"] for row in rows] == PORT_CODES
    assert all("釧路" in row["words"] and row["page"].isdecimal() for row in rows)


@pytest.mark.parametrize(
    "words",
    [
        ["query", "projects-by-asset", "釧路港"],
        ["query", "projects-by-asset", "--asset", "釧路港"],
        ["query", "projects-by-asset", "--asset=釧路港"],
        ["query", "projects-by-asset", "asset=釧路港"],
        ["query", "-f", "csv", "projects-by-asset", "釧路港"],
        ["query", "projects-by-asset", "-f", "csv", "釧路港"],
        ["query", "projects-by-asset", "--", "釧路港"],
        ["--lang", "ja", "query", "projects-by-asset", "釧路港"],
        ["query", "projects-by-asset", "https://w3id.org/chiiki/id/asset/釧路港"],
    ],
)
def test_the_order_of_words_is_free(run: Run, dataset: Path, words: list[str]) -> None:
    done = run(*words, KG_DATA=str(dataset))
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["code"] for row in _rows(done.stdout)] == PORT_CODES


def test_the_dataset_is_the_one_below_the_current_folder(
    run: Run, dataset: Path, here: Path
) -> None:
    (here / "dataset").symlink_to(dataset)
    assert len(_rows(run("query", "goals").stdout)) == 5


def test_without_a_dataset_the_way_to_one_is_told(run: Run, here: Path) -> None:
    done = run("query", "goals")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error[not-found]: there is no built dataset here\n  at   ")
    assert str(here / "dataset") in done.stderr
    assert "kg build" in done.stderr


def test_a_message_is_japanese_unless_asked(run: Run) -> None:
    for variables in ({"LANG": "C"}, {"LANG": "ja_JP.UTF-8"}, {"LANG": "en_US", "LC_ALL": "ja_JP"}):
        done = run("query", "goals", **{"KG_LANG": None, "LC_ALL": None, **variables})
        assert done.stderr.startswith("error[not-found] 見つかりません: "), variables
        assert "\n  対処 このフォルダーで kg build を" in done.stderr
    english = run("query", "goals", KG_LANG=None, LC_ALL=None, LC_MESSAGES=None, LANG="en_US.UTF-8")
    assert english.stderr.startswith("error[not-found]: ")
    assert run("query", "goals", "--lang", "ja").stderr.startswith(
        "error[not-found] 見つかりません"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("query", "goals", "-f", "doc"), "-f/--format に「doc」は選べません"),
        (("query", "goals", "--data"), "--data には値が要ります"),
        (("search", "港", "--limit", "x"), "--limit は整数です：「x」"),
        (("query", "goals", "--timeout", "x"), "--timeout は数です：「x」"),
        (("diff",), "引数が足りません"),
        (("query", "goals", "--nosuch"), "知らない引数です：--nosuch"),
        (("query", "goals", "goals"), "goals に値は要りません"),
        (("query", "goals", "--bom=1"), "--bom/--excel に値は要りません：「1」"),
        (("serve", "ds"), "知らない引数です：ds"),
        (("evaluate", "gold.tsv", "--at-least", "2", "3"), "0 から 1 までの数です：「2」"),
        (("evaluate", "gold.tsv", "--at-least", "1"), "--at-least には値が 2 個要ります"),
    ],
)
def test_what_is_wrong_with_a_command_line_is_told_in_japanese(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    done = run(*words, KG_LANG="ja")
    assert done.returncode == 2
    assert message in done.stderr


def test_what_systems_and_libraries_say_is_told_in_japanese(run: Run, here: Path) -> None:
    (here / "site.toml").write_text('[publisher]\nja = "市"\nen = "C"\nurl = "u"\n', "utf-8")
    about = run("publish", "site", "--about", "site.toml", KG_LANG="ja")
    assert "publisher に url というキーはありません\n  場所 site.toml:4\n" in about.stderr
    site = run("publish", "--check", "http://127.0.0.1:9/", KG_LANG="ja")
    assert "ホストが答えません：接続が拒まれました\n" in site.stderr
    serving = run("serve", "--config", "nowhere.toml", KG_LANG="ja")
    assert "読めません：ファイルやフォルダーがありません\n  場所 nowhere.toml\n" in serving.stderr


def test_labels_follow_the_language(run: Run, dataset: Path) -> None:
    ja = run("query", "assets", "--data", dataset, "--lang", "ja").stdout
    en = run("query", "assets", "--data", dataset, "--lang", "en").stdout
    assert "港湾" in ja
    assert "港湾" not in en
    assert "port" in en.lower()


def test_formats(run: Run, dataset: Path, here: Path) -> None:
    def goals(*words: str) -> str:
        done = run("query", "goals", "--data", dataset, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert goals("-f", "csv").splitlines()[0] == "no,field,vision"
    assert goals("-f", "tsv").splitlines()[0] == "no\tfield\tvision"
    assert [row["no"] for row in json.loads(goals("-f", "json"))] == [1, 2, 3, 4, 5]
    assert len(Graph().parse(data=goals("-f", "ttl"), format="turtle")) > 5
    assert goals("-f", "csv", "--bom").startswith("\ufeff")
    assert "─" in goals("-f", "table")
    goals("-o", "goals.xlsx")
    sheet = openpyxl.load_workbook(here / "goals.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 6
    goals("-o", "goals.json")
    assert len(json.loads((here / "goals.json").read_text(encoding="utf-8"))) == 5


def test_tables_fit_the_width(run: Run, dataset: Path) -> None:
    from kg.text import display_width

    for columns in ("60", "100", "160"):
        done = run("query", "goals", "-f", "table", "--data", dataset, COLUMNS=columns)
        widths = {display_width(line.replace("─", "-")) for line in done.stdout.splitlines()}
        assert max(widths) <= int(columns)


@pytest.mark.parametrize(
    ("lang", "heads", "below"),
    [
        ("en", "Edition  Title  Status  Valid from  Current  Projects", "Revises: 2021"),
        ("ja", "版  題名  段階  有効期間の始め  現行  プロジェクト数", "改定した版: 2021"),
    ],
)
def test_a_table_has_in_a_cell_what_people_read_below_it(
    run: Run, editions_folder: Path, lang: str, heads: str, below: str
) -> None:
    words = ("query", "editions", "--data", editions_folder, "--lang", lang)
    lines = run(*words, "-f", "table", COLUMNS="120").stdout.splitlines()
    assert re.split(" {2,}", lines[1].strip()) == heads.split("  ")
    (first,) = (number for number, line in enumerate(lines) if line.startswith("  2021 "))
    (second,) = (number for number, line in enumerate(lines) if line.startswith("  2025 "))
    label = below.partition(":")[0]
    assert below in "\n".join(lines[second:])
    assert label not in "\n".join(lines[first:second])  # nothing is there, so no line
    # Programs get each column as ever.
    assert run(*words).stdout.startswith("plan,edition,title,status,issued,")


def test_an_answer_that_cannot_be_written_is_told(run: Run, dataset: Path, here: Path) -> None:
    done = run("query", "goals", "--data", dataset, "-o", here / "no" / "goals.csv")
    assert done.returncode == 1
    assert done.stderr.startswith("error[output]: cannot write: ")


@pytest.mark.parametrize(
    "words",
    [
        ["query", "goals", "-o", "goals.pdf"],
        ["search", "港", "-o", "found.md"],
        ["trace", "釧路港", "-o", "traced.html"],
        ["show", "釧路港", "-o", "港.xlsx"],
    ],
)
def test_no_file_has_a_name_that_says_something_else(
    run: Run, dataset: Path, here: Path, words: list[str]
) -> None:
    done = run(*words, "--data", dataset)
    ending = words[-1].partition(".")[2]
    assert done.returncode == 2
    assert done.stderr.startswith(f"error[usage]: no format has the ending .{ending}\n")
    assert not list(here.iterdir())
    assert run(*words, "-f", "csv", "--data", dataset).returncode == 0
    assert (here / words[-1]).read_text(encoding="utf-8").count(",") > 5


@pytest.mark.parametrize(
    ("words", "file", "begins"),
    [
        (["query", "goals"], "goals.2025/目標", "no,field"),
        (["show", "釧路港"], "port.txt", "釧路港"),
        (["show", "釧路港"], "港", "釧路港"),
        (["show", "釧路港"], "port.MD", "# 釧路港"),
    ],
)
def test_the_name_of_a_file_chooses_its_format(
    run: Run, dataset: Path, here: Path, words: list[str], file: str, begins: str
) -> None:
    (here / file).parent.mkdir(exist_ok=True)
    assert run(*words, "-o", file, "--data", dataset).returncode == 0
    assert (here / file).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["query"], 2, "Its name is missing"),
        (["query", "projects-by-aset", "x"], 2, "projects-by-asset"),
        (["query", "projects-by-asset"], 2, "'asset' is missing"),
        (["query", "projects-by-asset", "釧路湾"], 2, "釧路港"),
        (["query", "projects-by-asset", "釧路港", "根室港"], 2, "too many values"),
        (["query", "projects-by-asset", "釧路港", "--asset", "根室港"], 2, "given twice"),
        (["query", "projects-by-asset", "--aset", "釧路港"], 2, "unrecognized argument: --aset"),
        (["query", "projects-by-asset", "asset=釧路港", "釧路港"], 2, "given twice"),
        (["query", "goals", "-f", "pdf"], 2, "invalid choice: 'pdf'"),
        (["query", "../goals"], 2, "there is no question"),
        (["query", "goals", "--timeout", "-1"], 2, "time"),
        (["query", "goals", "--endpoint", "nowhere"], 2, "no address"),
        (["query", "goals", "--endpoint", "http://127.0.0.1:9/"], 1, "cannot be reached"),
        (["qurey"], 2, "Did you mean `kg query`?"),
        (["--verbose"], 2, "no command is given with --verbose"),
        (["sparql"], 2, "QUERY_OR_FILE"),
        (["sparql", "nothing.rq"], 2, "there is no such file"),
        (["sparql", "SELECT ?s { ?s ?p }"], 2, "line 1"),
        (["sparql", "INSERT DATA { <a:a> <a:b> <a:c> }"], 2, "this is an update"),
        (["sparql", "DELETE WHERE { ?s ?p ?o }", "--endpoint", "http://x.y/"], 2, "an update"),
        (["sparql", " "], 2, "error[usage]: the query is empty"),
        (["sparql", "SELECT ?s { ?s ?p ?o } LIMIT 1", "--sources"], 2, "--sources is for canned"),
        (["query", "goals", "-f", "json", "--bom"], 2, "--bom is for CSV, not for json"),
        (["search", "港", "-f", "table", "--bom"], 2, "--bom is for CSV, not for table"),
        (["show", "釧路港", "--bom"], 2, "--bom is for CSV, not for table"),
        (["search", "港", "--sources"], 2, "unrecognized argument: --sources"),
        (["queries", "--sources"], 2, "unrecognized arguments: --sources"),
        (["trace", "釧路港", "--sources"], 2, "unrecognized arguments: --sources"),
        (["trace", "釧路湾"], 2, "釧路港"),
        (["trace", "釧路港", "noSuchProperty"], 2, "nothing is said of chiiki:noSuchProperty"),
        (["trace", "釧路港", "no:such"], 2, "is no property"),
        (["coverage", "nowhere"], 2, "no plan 'nowhere'"),
        (["build", "--jobs", "0"], 2, "--jobs"),
        (["validate", "nowhere.ttl"], 2, "no plan 'nowhere.ttl'"),
        (["completion", "cmd.exe"], 2, "invalid choice"),
        (["check", "--data", "nowhere"], 2, "no built dataset"),
    ],
)
def test_wrong_use_gets_one_message(
    run: Run, dataset: Path, words: list[str], code: int, said: str
) -> None:
    done = run(*words, KG_DATA=str(dataset))
    assert done.returncode == code
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("error[") == 1
    assert done.stderr.count("\n") <= 3
    assert "Traceback" not in done.stderr


def test_injection_through_a_value_finds_nothing(run: Run, dataset: Path) -> None:
    value = '釧路港" } ?s ?p ?o . { ?x ?y "'
    done = run("query", "projects-by-asset", value, "--data", dataset)
    assert done.returncode == 2
    assert done.stderr.startswith("error[parameter]")


def test_sparql_takes_a_query_a_file_or_standard_input(run: Run, dataset: Path, here: Path) -> None:
    query = (
        "PREFIX chiiki: <https://w3id.org/chiiki/ontology#>\n"
        "SELECT (COUNT(?p) AS ?projects) { ?p a chiiki:Project }"
    )
    (here / "count.rq").write_text(query, encoding="utf-8")
    for words, stdin in (([query], None), (["count.rq"], None), (["-"], query)):
        done = run("sparql", *words, "--data", dataset, stdin=stdin)
        assert done.stdout == "projects\n11\n", done.stderr


def test_the_helper_column_of_a_canned_query_is_not_shown(run: Run, dataset: Path) -> None:
    path = Path(__file__).parents[2] / "queries" / "goals.rq"
    rows = _rows(run("sparql", path, "--data", dataset).stdout)
    assert list(rows[0]) == ["no", "field", "vision"]
    told = _rows(run("sparql", path, "--sources", "--data", dataset).stdout)
    assert [row["source_words"] for row in told] == [row["vision"] for row in rows]
    own = run("sparql", "SELECT ?source_ { ?source_ a chiiki:Goal }", "--data", dataset)
    assert own.stdout.startswith("source_\n")


def test_sparql_asks_the_graphs_that_a_query_names(run: Run, dataset: Path) -> None:
    graph = "https://w3id.org/chiiki/id/kushiro-nemuro/graph"
    asked = (f"FROM <{graph}>", "FROM <https://w3id.org/chiiki/ontology>", f"FROM NAMED <{graph}>")
    told = [
        run("sparql", f"ASK {named} {{ ?plan a chiiki:Plan }}", "--data", dataset).stdout
        for named in asked
    ]
    assert told == ["answer\ntrue\n", "answer\nfalse\n", "answer\nfalse\n"]
    query = f"ASK FROM NAMED <{graph}> {{ GRAPH ?g {{ ?plan a chiiki:Plan }} }}"
    assert run("sparql", query, "--data", dataset).stdout == "answer\ntrue\n"


def test_sparql_answers_every_form(run: Run, dataset: Path) -> None:
    pattern = "{ ?goal <https://w3id.org/chiiki/ontology#vision> ?vision }"
    assert run("sparql", f"ASK {pattern}", "--data", dataset).stdout == "answer\ntrue\n"
    turtle = run("sparql", f"CONSTRUCT WHERE {pattern}", "--data", dataset).stdout
    assert len(Graph().parse(data=turtle, format="turtle")) == 5
    rows = run("sparql", f"CONSTRUCT WHERE {pattern}", "-f", "csv", "--data", dataset).stdout
    assert rows.splitlines()[0] == "subject,predicate,object"
    assert len(rows.splitlines()) == 6


def test_a_file_with_a_syntax_error_names_its_line(run: Run, dataset: Path, here: Path) -> None:
    (here / "bad.rq").write_text("SELECT ?s\nWHERE { ?s ?p", encoding="utf-8")
    done = run("sparql", "bad.rq", "--data", dataset)
    assert done.returncode == 1
    assert "bad.rq:2" in done.stderr


def test_every_traced_word_stands_in_the_source(run: Run, dataset: Path) -> None:
    source = "".join(
        (Path(__file__).parents[2] / "plans/kushiro-nemuro/source.txt").read_text("utf-8").split()
    )
    rows = _rows(run("trace", "1-(2)", "--data", dataset).stdout)
    told = [row for row in rows if row["origin"] == "document"]
    assert {row["property"] for row in told} >= {"chiiki:code", "chiiki:leadAgent", "rdfs:label"}
    assert all("".join(row["words"].split()) in source for row in told)
    assert all(row["page"] and row["lines"] for row in told)


def test_one_property_can_be_traced(run: Run, dataset: Path) -> None:
    iri = "https://w3id.org/chiiki/ontology#leadAgent"
    for name in ("leadAgent", "chiiki:leadAgent", iri):
        rows = _rows(run("trace", "1-(2)", name, "--data", dataset).stdout)
        assert {row["property"] for row in rows} == {"chiiki:leadAgent"}
        assert {row["words"] for row in rows} == {"国"}


def test_what_turns_a_statement_round_has_its_words(run: Run, dataset: Path) -> None:
    rows = _rows(run("trace", "釧路港", "concernedBy", "--data", dataset).stdout)
    assert {row["origin"] for row in rows} == {"inferred"}
    assert all("釧路" in row["words"] for row in rows)


def test_show_and_search_are_questions_too(run: Run, dataset: Path) -> None:
    assert "釧路港の整備" in run("show", "釧路港", "--data", dataset).stdout
    found = _rows(run("search", "津波", "--data", dataset).stdout)
    assert found
    assert all("津波" in row["words"] + row["label"] for row in found)


def test_queries_are_listed_in_both_languages(run: Run) -> None:
    ja, en = (_rows(run("queries", "--lang", lang).stdout) for lang in ("ja", "en"))
    assert [row["name"] for row in ja] == [row["name"] for row in en]
    assert len(ja) >= 25
    by_asset = next(row for row in en if row["name"] == "projects-by-asset")
    assert by_asset["parameters"] == "asset"


def test_help_tells_commands_and_parameters(run: Run) -> None:
    overview = run("--help")
    assert overview.returncode == 0
    assert all(f"  {name} " in overview.stdout for name in ("build", "query", "completion"))
    assert run().returncode == 2
    helped = run("query", "projects-by-asset", "--help")
    assert helped.returncode == 0
    assert "--asset ASSET" in helped.stdout
    assert "引数" in run("query", "projects-by-asset", "--help", "--lang", "ja").stdout


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "validate",
        "check",
        "queries",
        "query",
        "sparql",
        "coverage",
        "diff",
        "trace",
        "completion",
    ],
)
def test_each_command_has_help_in_both_languages(run: Run, command: str) -> None:
    for lang in ("ja", "en"):
        done = run(command, "--help", "--lang", lang)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("usage: kg " + command)


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout.startswith("chiiki-kg ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_and_questions(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "projects-by-asset" in done.stdout
    assert "coverage" in done.stdout


def test_sources_add_the_pages_and_words_behind_each_row(run: Run, dataset: Path) -> None:
    done = run("query", "co-creations", "--sources", "-f", "csv", "--data", dataset)
    assert (done.returncode, done.stderr) == (0, "")
    for row in _rows(done.stdout):
        assert row["title"] in row["source_words"]
        assert row["content"] in row["source_words"]
        assert row["source_plans"] == "kushiro-nemuro"
        assert row["source_pages"].replace(" / ", "").isdecimal()


def test_sources_of_several_plans_say_of_which_plan_a_page_is(
    run: Run, two_plans_folder: Path
) -> None:
    words = ["query", "--sources", "-f", "csv", "--data", two_plans_folder]
    one = _rows(run(*words, "projects-by-asset", "asset=釧路港").stdout)
    assert {(row["source_plans"], row["source_pages"] == row["page"]) for row in one} == {
        ("kushiro-nemuro", True),
        ("north", True),
    }
    (port,) = (row for row in _rows(run(*words, "assets").stdout) if row["label"] == "釧路港")
    assert port["source_plans"] == "kushiro-nemuro / north"
    assert "kushiro-nemuro 3 / " in port["source_pages"]
    assert " / north 3 / " in port["source_pages"]


def test_known_prefixes_need_not_be_declared(run: Run, dataset: Path) -> None:
    done = run("sparql", "ASK { ?plan a chiiki:Plan ; rdfs:label ?label }", "--data", dataset)
    assert (done.returncode, done.stderr) == (0, "")
    assert "true" in done.stdout


def test_describe_is_a_query(run: Run, dataset: Path) -> None:
    done = run("sparql", "DESCRIBE <https://w3id.org/chiiki/id/asset/釧路港>", "--data", dataset)
    assert (done.returncode, done.stderr) == (0, "")
    assert "釧路港" in done.stdout


def test_variable_chooses_the_language_of_answers_too(run: Run, dataset: Path) -> None:
    english = run("query", "goals", "-f", "table", "--data", dataset, KG_LANG="en")
    japanese = run("query", "goals", "-f", "table", "--data", dataset, KG_LANG="ja")
    assert "分野" not in english.stdout.splitlines()[1]
    assert "分野" in japanese.stdout.splitlines()[1]
