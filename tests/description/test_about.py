"""The file that tells who publishes a site: what it may say, and how mistakes are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cli.messages import frame
from kg.description.about import kinds, read_about
from kg.errors import InputError

EXAMPLE = Path(__file__).parents[2] / "docs" / "site.toml"
GOOD = """\
[publisher]
ja = "例示町"
en = "Example Town"

[contact]
email = "opendata@example.jp"

[licence]
iri = "https://creativecommons.org/licenses/by/4.0/"
ja = "表示 4.0"
en = "Attribution 4.0"

[licence.attribution]
ja = "例示町のデータ"
en = "Data of Example Town"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def filled_in(*licence: str) -> str:
    """Fill in the example: each line is used, and of those of the licence some."""
    written = {"email": "opendata@example.jp", "homepage": "https://www.example.jp/"}
    lines = EXAMPLE.read_text("utf-8").splitlines()
    of_licence = [
        place for place, line in enumerate(lines) if line.startswith(("#iri", "#ja", "#en"))
    ]
    left_out = {
        place for place in of_licence[:6] if not any(word in lines[place] for word in licence)
    }
    used = (
        re.sub(r"^#(?=\S)", "", line) for place, line in enumerate(lines) if place not in left_out
    )
    return "\n".join(
        line.replace('""', f'"{written.get(line.partition(" ")[0], "例示")}"') for line in used
    )


@pytest.mark.parametrize(
    ("words", "iri"),
    [
        (("by/4.0", "表示", "Attribution"), "https://creativecommons.org/licenses/by/4.0/"),
        (
            ("public_data", "公共データ", "Public Data"),
            "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
        ),
    ],
)
def test_the_example_of_the_documents_can_be_filled_in(
    words: tuple[str, ...], iri: str, tmp_path: Path
) -> None:
    about = read_about(write(tmp_path, filled_in(*words)))
    assert about.publisher.texts == {"ja": "例示", "en": "例示"}
    assert about.publisher.homepage == "https://www.example.jp/"
    assert about.kind is not None and about.kind.iri.endswith("/LocalAuthority")
    assert about.contact is not None and about.contact.mailto == "mailto:opendata@example.jp"
    assert about.contact.name is not None
    assert about.licence is not None and about.licence.attribution is not None
    assert about.licence.iri == iri
    assert about.rights is not None


def test_the_example_says_nothing_before_it_is_filled_in(tmp_path: Path) -> None:
    copy = write(tmp_path, EXAMPLE.read_text("utf-8"))
    with pytest.raises(InputError, match="nothing is written yet") as told:
        read_about(copy)
    line = EXAMPLE.read_text("utf-8").splitlines().index('ja = ""') + 1
    assert told.value.place == f"{copy}:{line}"
    assert "publisher.ja, publisher.en" in told.value.message
    assert told.value.hint is not None and "who publishes" in told.value.hint
    assert "公開する団体の名" in frame(told.value, "ja")
    name = EXAMPLE.read_text("utf-8").replace('ja = ""', 'ja = "例示町"', 1)
    alone = write(tmp_path, name.replace('en = ""', 'en = "Example Town"', 1))
    about = read_about(alone)  # and what is not filled in stands nowhere
    assert (about.contact, about.licence, about.rights, about.kind) == (None,) * 4
    assert about.publisher.homepage is None


def test_all_that_is_still_to_be_written_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"opendata@example.jp"', '""').replace('"例示町のデータ"', '" "')
    with pytest.raises(InputError, match=r"contact\.email, licence\.attribution\.ja") as told:
        read_about(write(tmp_path, text))
    assert told.value.line == 6
    assert "before what is not known" in str(told.value.hint)


def test_only_the_publisher_has_to_be_told(tmp_path: Path) -> None:
    about = read_about(write(tmp_path, '[publisher]\nja = "例示町"\nen = "Example Town"\n'))
    assert about.publisher.said("en") == "Example Town"
    assert (about.contact, about.licence, about.rights, about.kind) == (None,) * 4


def test_what_is_told_has_another_mark_when_it_changes(tmp_path: Path) -> None:
    first = read_about(write(tmp_path, GOOD)).mark
    assert read_about(write(tmp_path, GOOD)).mark == first
    assert read_about(write(tmp_path, GOOD.replace("例示町", "例示市"))).mark != first


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_publisher_may_be_named(kind: str, tmp_path: Path) -> None:
    text = GOOD.replace('en = "Example Town"', f'en = "Example Town"\nkind = "{kind}"')
    about = read_about(write(tmp_path, text))
    assert about.kind is not None and about.kind.label


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('en = "Example Town"\n', "", 1, "missing required field `en`"),
        ('ja = "表示 4.0"\n', "", 8, "missing required field `ja`"),
        ('en = "Data of Example Town"\n', "", 13, "missing required field `en`"),
        ('en = "Example Town"', 'en = "Example Town"\nhomepge = "x"', 4, "homepge"),
        ('email = "opendata@example.jp"', 'mail = "opendata@example.jp"', 6, "mail"),
        ('email = "opendata@example.jp"', "", 5, "nobody can be reached"),
        ("opendata@example.jp", "opendata.example.jp", 6, "no address of mail"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", 9, "no address of the web"),
        ("https://creativecommons.org/licenses/by/4.0/", "ftp://a.example/", 9, "no address"),
        ('iri = "https://creativecommons.org/licenses/by/4.0/"\n', "", 8, "field `iri`"),
        ("Example Town", "  ", 3, "nothing is written yet as publisher.en"),
        ('"Example Town"', "3", 3, "Expected `str`, got `int`"),
        ('en = "Example Town"', 'en = "Example Town"\nkind = "town"', 4, "no kind of publisher"),
        ("[contact]", "[contacts]", 5, "contacts"),
        ("[publisher]", "[publisher", 1, "no TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    old: str, new: str, line: int, said: str, tmp_path: Path
) -> None:
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(InputError, match="site") as told:
        read_about(path)
    assert told.value.place == f"{path}:{line}"
    assert said in told.value.message
    assert "\n" in frame(told.value, "ja")


def test_a_publisher_is_needed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="`publisher`"):
        read_about(write(tmp_path, ""))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_about(tmp_path / "nowhere.toml")
