"""Who publishes and on which terms, as a server tells it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, VOID, Graph, Literal

from kg.cli import main
from tests.description.test_about import GOOD as ABOUT
from tests.web.serving import Served

HTML = {"Accept": "text/html"}
TURTLE = {"Accept": "text/turtle"}


def etags(served: Served) -> set[str]:
    """Return the ETags of what tells who publishes."""
    return {
        served.ask("/about", headers=HTML).headers["etag"],
        served.ask("/.well-known/void", headers=TURTLE).headers["etag"],
        served.ask("/sparql", headers=TURTLE).headers["etag"],
    }


def test_pages_and_descriptions_say_who_publishes(
    serve: Callable[..., Served], dataset_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "site.toml"
    file.write_text(ABOUT, "utf-8")
    served = serve(dataset_folder, "--about", str(file))
    page = served.ask("/about", headers=HTML).text
    assert 'id="publisher"' in page and "mailto:opendata@example.jp" in page
    assert '"license": "https://creativecommons.org/licenses/by/4.0/"' in page
    assert "公開者" in served.ask("/questions", headers=HTML).text
    for path in ("/.well-known/void", "/sparql"):
        graph = Graph().parse(data=served.ask(path, headers=TURTLE).text, format="turtle")
        (whole,) = graph.subjects(VOID.uriSpace)
        publisher = graph.value(whole, DCTERMS.publisher)
        assert Literal("例示町", "ja") in set(graph.objects(publisher, FOAF.name))
    before = etags(served)
    assert not before & etags(serve(dataset_folder))
    file.write_text(ABOUT.replace("例示町", "例示市"), "utf-8")
    assert not before & etags(serve(dataset_folder, "--about", str(file)))


def test_a_server_does_not_start_with_a_mistake_in_the_file(
    tmp_path: Path, dataset_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "site.toml"
    file.write_text('[publisher]\nja = "例示町"\n', encoding="utf-8")
    assert main(["serve", "--data", str(dataset_folder), "--about", str(file)]) == 1
    assert f"{file}:1" in capsys.readouterr().err
