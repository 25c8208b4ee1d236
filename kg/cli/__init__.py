"""``kg``: the only place that prints and exits.

``main`` finds the command, makes the parser of that command alone, and runs it. Every module
below is imported when its command is called, because starting is most of the time of a question.
"""

from __future__ import annotations

import os
import sys

from kg.errors import KgError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_FINE = 0
EXIT_DATA = 1
EXIT_USAGE = 2
_EXIT_INTERRUPTED = 130
_EXIT_PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: What stands behind ``kg`` on the command line; that of this process if left out.

    Returns:
        The exit status: 0 fine, 1 the data falls short, 2 wrong use.
    """
    _speak_utf8()
    words = _as_utf8(sys.argv[1:] if arguments is None else list(arguments))
    try:
        from kg.cli.commands import run

        status = run(words)
        sys.stdout.flush()
    except KgError as error:
        return _tell(error, words)
    except KeyboardInterrupt:
        return _EXIT_INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return _EXIT_PIPE_CLOSED
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        return _tell(error, words)
    finally:
        ahead = sys.modules.get("kg.cli.ahead")
        if ahead is not None:
            ahead.finish()
    if arguments is None and ahead is not None:
        _leave(status)
    return status


def _leave(status: int) -> None:
    """End the process of a question: taking interpreter and store apart costs 3 ms for nothing."""
    sys.stderr.flush()
    os._exit(status)


def _tell(error: Exception, words: Sequence[str]) -> int:
    """Print one message and say the exit status."""
    from kg.cli.messages import describe

    text, status = describe(error, words)
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    sys.stderr.write(text)
    return status


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: the answers are Japanese."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _as_utf8(words: list[str]) -> list[str]:
    """Read arguments as UTF-8 where the locale made Python read them as something else."""
    if sys.getfilesystemencoding() == "utf-8":
        return words
    read = []
    for word in words:
        try:
            read.append(os.fsencode(word).decode("utf-8"))
        except ValueError:
            read.append(word)
    return read


def _drop_output() -> None:
    """Send what is left of the output nowhere, lest Python complain on its way out."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, sys.stdout.fileno())
    os.close(descriptor)
