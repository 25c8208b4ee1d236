"""A recipe for nginx: a file for its folder ``conf.d``.

Source:
    https://nginx.org/en/docs/http/ngx_http_map_module.html, ngx_http_rewrite_module.html
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from kg.publish.missing import NAME as MISSING
from kg.publish.recipes.table import Rule, accepts, formats, rules, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = "/var/www/site"
"""Where the recipe looks for the site; people change it."""


def nginx(address: str, plans: Sequence[str]) -> str:
    """Write the configuration.

    Args:
        address: Public address of the site without a slash at its end, or empty.
        plans: Ids of the plans.
    """
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    place = _plain(unquote(path))  # where nginx looks for a location, addresses are decoded
    lines = [
        "# Addresses of things, and media types. Change root to the folder of the site.",
        "map $http_accept $kg_wants {",
        '  default "";',
        *(f'  "~*{pattern}" {suffix};' for pattern, suffix in accepts()),
        "}",
        "map $http_accept_language $kg_english {",
        '  default "";',
        '  "~*^en" "en/";',
        "}",
        "map $request_uri $kg_path {",
        '  "~^(?<kg_named>[^?]*)" $kg_named;',
        "}",
        *_instead(),
        "server {",
        "  listen 80;",
        f"  server_name {parts.hostname or '_'};",
        f"  root {ROOT};",
        "  charset utf-8;",
        "  charset_types text/html text/turtle text/csv text/css text/javascript;",
        "  absolute_redirect off;",
        f'  error_page 404 "{place}/{MISSING}";',
        *_types(),
        f'  location "{place}/" {{',
        *([f"    alias {ROOT}/;"] if path else []),
        "    add_header Access-Control-Allow-Origin *;",
        "    add_header Vary Accept;",
        "    # Looked up before a rule remembers its groups.",
        "    set $kg_lang $kg_english;",
        "    set $kg_at $kg_path;",
    ]
    for rule in rules(plans):
        lines += (f"    {line}" for line in _rule(rule, path))
    if path:  # with an alias, try_files looks in the wrong place
        lines += ["    index index.html;", "    if (-f $request_filename.html) {"]
        lines += ["      rewrite ^(.+)$ $1.html last;", "    }"]
    else:
        lines += ["    try_files $uri $uri.html $uri/index.html =404;"]
    lines += ["  }"]
    for name, kind in table()["named"].items():
        lines += [
            f'  location = "{place}/{name}" {{',
            "    types { }",
            f'    default_type "{kind}";',
        ]
        lines += [f"    alias {ROOT}/{name};", "  }"]
    return "\n".join([*lines, "}", ""])


def _plain(text: str) -> str:
    """Write a text between quotation marks of the configuration."""
    return re.sub(r'(["\\$])', r"\\\1", text)


def _types() -> Iterable[str]:
    yield "  include mime.types;"
    yield "  types {"
    for suffix, kind in table()["types"].items():
        yield f"    {kind.partition(';')[0]} {suffix};"
    yield "    text/html html;"
    yield "    text/css css;"
    yield "    text/javascript js;"
    yield "    application/json json;"
    yield "    application/xml xml;"
    yield "    text/plain txt;"
    yield "    image/svg+xml svg;"
    yield "  }"


def _given(rule: Rule) -> dict[str, str]:
    return {suffix: given for suffix in formats() if (given := rule.instead(suffix)) is not None}


def _instead() -> Iterable[str]:
    """Say what who asks for a format gets where a thing has a file in fewer formats."""
    for number, of in enumerate(sorted({rule.formats for rule in rules(())})):
        given = _given(Rule("", "", "", "", of))
        yield f"map $kg_wants $kg_given_{number} {{"
        yield '  default "";'
        yield from (f"  {suffix} .{other};" for suffix, other in given.items())
        yield "}"


def _rule(rule: Rule, path: str) -> Iterable[str]:
    """Lead what fits a rule to its file.

    The address is matched as it was sent, percent-encoded: decoded, it could hold line ends, and
    ``return`` writes what it is given.
    """
    number = sorted({one.formats for one in rules(())}).index(rule.formats)
    here = f"^{re.escape(path)}/{rule.path}"
    groups = rule.path.count("(") - rule.path.count("(?:") + 1
    yield f"# {rule.name}"
    if rule.data != rule.path.replace("(.+?)", "$1"):
        both = "|".join(rule.formats)
        yield _leads("$kg_at", f"{here}\\.({both})$", f"{path}/{rule.data}.${groups}")
    else:  # files of these addresses have a suffix
        here = here.replace("(.+?)", "([^.]+)")
    yield f'set $kg_asked "$kg_at ${{kg_given_{number}}}";'
    yield _leads("$kg_asked", f"{here} (\\.\\w+)$", f"{path}/{rule.data}${groups}")
    yield _leads("$kg_at", f"{here}$", f"{path}/${{kg_lang}}{rule.page_file}")


def _leads(what: str, pattern: str, to: str) -> str:
    return f'if ({what} ~ "{pattern}") {{ return 303 "{to}"; }}'
