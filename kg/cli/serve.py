"""``kg serve``: the dataset on the web."""

from __future__ import annotations

import sys

from kg.cli.options import add_folder
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    import argparse

    from kg.web.settings import TABLE, Settings

    add_folder(parser, say)
    parser.add_argument(
        "--endpoint",
        metavar="URL",
        default="",
        help=say("代わりに公開する SPARQL エンドポイント", "a SPARQL endpoint to serve instead"),
    )
    parser.add_argument(
        "--config", metavar="FILE", help=say("設定ファイル（TOML）", "settings (TOML)")
    )
    defaults = Settings()
    for setting in TABLE:
        option = "--" + setting.name.replace("_", "-")
        default = getattr(defaults, setting.name)
        text = say(setting.ja, setting.en)
        if isinstance(default, bool):
            action = argparse.BooleanOptionalAction
            parser.add_argument(option, action=action, default=None, help=text)
            continue
        shown = f"（既定: {default}）" if say("ja", "en") == "ja" else f" (default: {default})"
        given = f"{text}{shown}" if default not in ("", ()) else text
        choices = ("ja", "en") if setting.name == "lang" else None
        metavar = None if choices else setting.metavar
        parser.add_argument(option, metavar=metavar, choices=choices, help=given)


def run(words: Sequence[str], lang: Language) -> int:
    """Serve a dataset until told to stop.

    Args:
        words: The command line behind ``kg serve``.
        lang: Language of help and messages.

    Returns:
        The exit status.

    Raises:
        UsageError: If a setting is wrong or a package is missing.
        KgError: If the dataset cannot be opened or the address cannot be listened on.
    """
    from kg.cli.parser import make_parser

    parser = make_parser("serve", lang)
    add_arguments(parser, parser.say)
    arguments = vars(parser.parse_args(words))
    folder, endpoint, config = (arguments.pop(name) for name in ("data", "endpoint", "config"))
    try:
        from kg.web.server import serve
    except ImportError as error:
        raise UsageError(
            f"serving needs {error.name}, which is not installed",
            hint="Install it with: pip install 'chiiki-kg[serve]'",
        ) from None
    import logging

    from kg.dataset import open_dataset
    from kg.store.versions import current_path, dataset_folder
    from kg.web.settings import read_settings

    settings = read_settings(arguments, config)
    chosen = None if endpoint else dataset_folder(folder)
    # Say at once if there is none, or no address.
    if chosen is not None:
        current_path(chosen)
    else:
        open_dataset(endpoint=endpoint)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)

    def ready(address: str) -> None:
        text = f"{address} で公開しています（終了: Ctrl+C）"
        sys.stdout.write(f"{text if lang == 'ja' else f'Serving at {address} (Ctrl+C stops)'}\n")
        sys.stdout.flush()

    serve(settings, folder=chosen, endpoint=endpoint, ready=ready)
    return 0
