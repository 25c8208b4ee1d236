"""``kg search TEXT``: things by the words of their names and texts, in whatever writing.

Behind an endpoint there is no index; there it is the canned query ``search``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.cli.options import Arguments
    from kg.search import Hit, SearchIndex

_COLUMNS = {
    "kind": ("種別", "Kind", "text"),
    "label": ("名称", "Label", "text"),
    "field": ("項目", "Field", "text"),
    "words": ("原文", "Words", "text"),
    "start": ("始まり", "Start", "integer"),
    "end": ("終わり", "End", "integer"),
    "page": ("ページ", "Page", "integer"),
    "code": ("番号", "Code", "text"),
    "plan": ("計画", "Plan", "text"),
    "score": ("重み", "Score", "integer"),
    "resource": ("リソースのIRI", "Resource IRI", "iri"),
    "passage": ("根拠のIRI", "Passage IRI", "iri"),
}
"""The columns of a file, each with what it is called in Japanese and English, and its type."""


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    from kg.cli.options import add_data, add_output

    parser.add_argument(
        "values",
        nargs="*",
        metavar="TEXT",
        help=say(
            "検索語（空白で区切ると、すべてを含むもの）", "words, all of which are looked for"
        ),
    )
    parser.add_argument(
        "--kind",
        action="append",
        metavar="KIND",
        help=say("この種別だけ（例: 港湾、Asset）", "only this kind, such as Port or 港湾"),
    )
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=say("示す件数の上限", "how many to show at most"),
    )
    add_output(parser, say)
    add_data(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Search a dataset.

    Args:
        words: The command line behind ``kg search``.
        lang: Language of help and messages.

    Returns:
        The exit status.

    Raises:
        UsageError: If there is nothing to look for, or an endpoint is asked for a kind.
        KgError: If there is no dataset, or it is damaged, or the endpoint fails.
    """
    arguments = _read(words, lang)
    if arguments.endpoint is not None:
        return _ask(arguments)
    from kg.search import SearchIndex
    from kg.store.versions import dataset_folder

    if arguments.timeout is not None:
        from kg.cli.interruption import stop_after

        stop_after(arguments.timeout, arguments.lang)
    index = SearchIndex.open_current(dataset_folder(arguments.data))
    hits = index.search(" ".join(arguments.values), kinds=arguments.kind, limit=arguments.limit)
    _write(hits, index, arguments)
    return 0


def _read(words: Sequence[str], lang: Language) -> Arguments:
    from kg.cli.options import parse_mixed, read_plainly

    arguments = read_plainly(words)
    if arguments is None:
        from kg.cli.parser import make_parser

        parser = make_parser("search", lang)
        add_arguments(parser, parser.say)
        return parse_mixed(parser, words)
    arguments.kind = arguments.limit = None
    return arguments


def _ask(arguments: Arguments) -> int:
    """Ask an endpoint the canned query, which knows no kinds."""
    from kg.cli.options import answer_language, open_from, write_answer
    from kg.errors import UsageError

    text = " ".join(arguments.values)
    if not text.strip():
        raise UsageError("there is nothing to look for", hint="Name one or more words")
    if arguments.kind:
        raise UsageError("kinds cannot be told apart behind an endpoint", hint="Leave out --kind")
    if arguments.limit is not None and arguments.limit < 0:
        raise UsageError("limit and offset must be 0 or more")
    answer = open_from(arguments).query("search", text=text, lang=answer_language(arguments))
    answer.cells = answer.cells[: arguments.limit]
    write_answer(answer, arguments)
    return 0


def _write(hits: Sequence[Hit], index: SearchIndex, arguments: Arguments) -> None:
    from kg.cli.options import answer_language, chosen_format, write_answer

    lang = answer_language(arguments)
    if arguments.output is None and chosen_format(arguments) == "table":
        _print(hits, index, lang)
        return
    # As much of an answer as a format reads; a whole one would import the store.
    write_answer(_Found(hits, lang), arguments)  # type: ignore[arg-type]


def _print(hits: Sequence[Hit], index: SearchIndex, lang: str) -> None:
    """Print hits for people: what was looked for stands out."""
    from rich.text import Text

    from kg.cli.tables import print_rows

    shown = ["kind", "label", "field", "words", "code", "page"]
    several = len({hit.plan for hit in hits} - {None}) > 1
    rows: list[list[str | Text]] = []
    for hit in hits:
        pieces = [(piece, "bold yellow" if is_match else "") for piece, is_match in hit.pieces]
        field, page = index.field_name(hit.field, lang), str(hit.page or "")
        row: list[str | Text] = [_kind(hit, lang), hit.label, field, Text.assemble(*pieces)]
        rows.append([*row, hit.code or "", page, *([hit.plan or ""] if several else [])])
    names = [*shown, *(["plan"] if several else [])]
    print_rows([_COLUMNS[name][lang == "en"] for name in names], rows, [5])
    count = len(hits)
    print(f"{count} 件" if lang == "ja" else f"{count} hit{'' if count == 1 else 's'}")


def _kind(hit: Hit, lang: str) -> str:
    return hit.kind_en if lang == "en" else hit.kind_ja


class _Column:
    """A column; see ``kg.questions.header.Column``, which would import the reader of queries."""

    def __init__(self, name: str) -> None:
        ja, en, self.type = _COLUMNS[name]
        self.name = name
        self.label = {"ja": ja, "en": en}


class _Head:
    """What the formats must know of a question."""

    def __init__(self) -> None:
        self.name = "search"
        self.title = {"ja": "検索", "en": "Search"}
        self.columns = tuple(map(_Column, _COLUMNS))


class _Found:
    """Hits as rows for the formats."""

    def __init__(self, hits: Sequence[Hit], lang: str) -> None:
        self.columns = tuple(_COLUMNS)
        self.question = _Head()
        self.cells = [
            (
                *(_kind(hit, lang), hit.label, hit.field, hit.text, hit.start, hit.end),
                *(hit.page, hit.code, hit.plan, hit.score, hit.iri, hit.passage),
            )
            for hit in hits
        ]

    def __len__(self) -> int:
        return len(self.cells)

    def to_dicts(self) -> list[dict[str, str | int | None]]:
        """Return the rows as dictionaries by name of column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.cells]
