"""``kg publish DIR``: the dataset as a folder that any host can serve."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from kg.cli.options import add_folder, add_language
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterator, Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.publish.publishing import Published

_MOST_TOLD = 20


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "target",
        metavar="DIR",
        help=say(
            "公開するフォルダ（--check では URL も可）",
            "folder of the site; with --check, its address will do, too",
        ),
    )
    add_folder(parser, say)
    parser.add_argument(
        "--address",
        metavar="URL",
        default="",
        help=say(
            "公開するアドレス（sitemap などに書く）", "public address: for sitemap and the like"
        ),
    )
    parser.add_argument(
        "--absolute",
        action="store_true",
        help=say("リンクを絶対アドレスで書く", "write links as whole addresses"),
    )
    parser.add_argument(
        "--about",
        metavar="FILE",
        help=say(
            "公開者、連絡先、利用条件を書いたファイル（TOML）",
            "file that tells who publishes and on which terms (TOML)",
        ),
    )
    parser.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=int,
        help=say("同時に使うプロセスの数", "processes that make pages at once"),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=say(
            "検証に合格していなくても公開し、すべて作り直す",
            "publish what failed validation, and make all files anew",
        ),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=say("公開済みのサイトを点検する", "check a published site instead"),
    )
    add_language(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Publish a dataset, or check a site.

    Args:
        words: The command line behind ``kg publish``.
        lang: Language of help and messages.

    Returns:
        1 if a check found something, else 0.

    Raises:
        UsageError: If an option is wrong or a package is missing.
        KgError: If the dataset cannot be read or the folder not be written.
    """
    from kg.cli.parser import make_parser

    parser = make_parser("publish", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    if arguments.jobs is not None and arguments.jobs < 1:
        parser.error("--jobs must be 1 or more")
    try:
        import kg.publish.publishing
    except ImportError as error:
        raise UsageError(
            f"publishing needs {error.name}, which is not installed",
            hint="Install it with: pip install 'chiiki-kg[serve]'",
        ) from None
    if arguments.check:
        return _check(arguments.target, parser.say)
    if arguments.absolute and not arguments.address:
        parser.error("--absolute needs --address URL")
    from pathlib import Path

    from kg.description.about import read_about
    from kg.machine import processors
    from kg.publish.address import read_address
    from kg.store.versions import current_path, dataset_folder

    address = read_address(arguments.address) if arguments.address else ""
    about = read_about(Path(arguments.about)) if arguments.about else None
    version = current_path(dataset_folder(arguments.data))
    with _progress(parser.say) as progress:
        done = kg.publish.publishing.publish(
            version,
            Path(arguments.target),
            address=address,
            is_absolute=arguments.absolute,
            about=about,
            force=arguments.force,
            jobs=arguments.jobs or processors(),
            progress=progress,
        )
    _tell(done, arguments.target, parser.say)
    return 0


@contextmanager
def _progress(say: Say) -> Iterator[Callable[[int], None] | None]:
    """Count files on standard error while that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(say("作成中", "making files")) as status:
        yield lambda number: status.update(say(f"{number} ファイル", f"{number} files"))


def _tell(done: Published, target: str, say: Say) -> None:
    size = f"{done.size / 1_000_000:.1f} MB"
    if done.written or done.removed:
        text = say(
            f"{target}: {done.files} ファイル、{size}（書き込み {done.written}、"
            f"削除 {len(done.removed)}）\n",
            f"{target}: {done.files} files, {size} ({done.written} written, "
            f"{len(done.removed)} removed)\n",
        )
    else:
        text = say(
            f"変更がないため何も書いていません: {target}（{done.files} ファイル、{size}）\n",
            f"nothing has changed, nothing was written: {target} ({done.files} files, {size})\n",
        )
    sys.stdout.write(text)
    _list(done.by_hand, say("手で変更されていたため作り直したもの", "changed by hand, made anew"))
    _list(done.kept, say("このコマンドのものでないので残したもの", "not of kg publish, kept"))
    if done.unvalidated:
        plans = ", ".join(done.unvalidated)
        warning = say(
            f"検証に合格していない計画: {plans}", f"plans that failed validation: {plans}"
        )
        sys.stderr.write(f"warning: {warning}\n")


def _list(names: Sequence[str], heading: str) -> None:
    if names:
        more = f" … ({len(names)})" if len(names) > _MOST_TOLD else ""
        sys.stderr.write(f"{heading}: {', '.join(names[:_MOST_TOLD])}{more}\n")


def _check(target: str, say: Say) -> int:
    from kg.publish.checking import check

    findings, counted = check(target)
    for finding in findings:
        sys.stdout.write(f"{finding.place}: {say(finding.ja, finding.en)}\n")
    if counted.problems > len(findings):
        sys.stdout.write(say("…（以下略）\n", "… (the others are not listed)\n"))
    sys.stdout.write(
        say(
            f"{target}: 問題 {counted.problems} 件（ファイル {counted.files}、"
            f"リンク {counted.links}、トリプル {counted.triples}）\n",
            f"{target}: {counted.problems} problems ({counted.files} files, "
            f"{counted.links} links, {counted.triples} triples)\n",
        )
    )
    _list(counted.strangers, say("このコマンドのものでないファイル", "files not of kg publish"))
    return 1 if findings else 0
