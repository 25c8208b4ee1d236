"""Recipes for Apache: ``.htaccess`` of a site, and the one that w3id.org takes.

Source:
    https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html;
    https://github.com/perma-id/w3id.org (how a directory of it is registered)
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from kg.publish.missing import NAME as MISSING
from kg.publish.recipes.table import Rule, accepts, formats, rules, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

W3ID = "https://w3id.org/"
_ROOT = "%{ENV:KG_ROOT}"
_ENGLISH = "RewriteCond %{HTTP:Accept-Language} ^en [NC]"


def htaccess(address: str, plans: Sequence[str]) -> str:
    """Write the ``.htaccess`` of a site; it works below any path.

    Args:
        address: Public address of the site without a slash at its end, or empty. Only the page
            for what is missing is looked for below it.
        plans: Ids of the plans.
    """
    path = urlsplit(address).path
    as_it_is = f"{_kept(path)}/" if "%" in path else _ROOT
    lines = ["# Addresses of things, and media types. Needs mod_rewrite and AllowOverride All."]
    lines += ["DirectorySlash Off", "Options -MultiViews -Indexes", "AddDefaultCharset UTF-8"]
    lines += [f'AddType "{kind}" .{suffix}' for suffix, kind in table()["types"].items()]
    lines += ["RemoveEncoding .gz", "<IfModule mod_headers.c>"]
    lines += [
        'Header set Access-Control-Allow-Origin "*"',
        "Header merge Vary Accept",
        "</IfModule>",
    ]
    lines += [f"ErrorDocument 404 {path}/{MISSING}"]
    lines += [*_types(), "RewriteEngine On", *_wanted()]
    lines += [
        "# The path of this folder, whatever it is.",
        "RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\\2$",
        "RewriteRule ^(.*)$ - [E=KG_ROOT:%1]",
        "# Files are files.",
        "RewriteCond %{REQUEST_FILENAME} -f",
        "RewriteRule ^ - [L]",
    ]
    for rule in rules(plans):
        lines += _rule(rule, rule.path, _ROOT, as_it_is)
    lines += [
        "# Pages without their suffix, and folders with a start page.",
        "RewriteCond %{REQUEST_FILENAME}.html -f",
        "RewriteRule ^(.+?)/?$ %{ENV:KG_ROOT}$1.html [L]",
        "RewriteCond %{REQUEST_FILENAME}/index.html -f",
        "RewriteRule ^(.+[^/])$ %{ENV:KG_ROOT}$1/ [R=301,L]",
    ]
    return "\n".join([*lines, ""])


def _types() -> Iterable[str]:
    for name, kind in table()["named"].items():
        yield from (f'<Files "{name.rpartition("/")[2]}">', f'ForceType "{kind}"', "</Files>")


def _wanted() -> Iterable[str]:
    yield "# What the client wants: the suffix of a format, or nothing for a page."
    for pattern, suffix in reversed(accepts()):
        yield f'RewriteCond %{{HTTP_ACCEPT}} "{pattern}" [NC]'
        yield f"RewriteRule ^ - [E=KG_WANTS:{suffix}]"


def _rule(rule: Rule, path: str, root: str, as_it_is: str) -> Iterable[str]:
    """Lead what fits a rule to its file.

    Args:
        rule: The rule.
        path: What it looks for.
        root: What leads to the site where Apache encodes the address that it sends.
        as_it_is: The same where it sends what stands there, for it would encode the sign before a
            fragment, too.
    """
    at, flags = (as_it_is, ",NE") if "#" in rule.page else (root, "")
    yield f"# {rule.name}"
    for suffix in formats():
        given = rule.instead(suffix)
        if given is not None:
            yield f"RewriteCond %{{ENV:KG_WANTS}} ={suffix}"
            yield f"RewriteRule ^{path}$ {root}{rule.data}.{given} [R=303,L]"
    for suffix in rule.formats:
        yield f"RewriteRule ^{path}\\.{suffix}$ {root}{rule.data}.{suffix} [R=303,L]"
    yield _ENGLISH
    yield f"RewriteRule ^{path}$ {at}en/{rule.page_file} [R=303,L{flags}]"
    yield f"RewriteRule ^{path}$ {at}{rule.page_file} [R=303,L{flags}]"


def _kept(text: str) -> str:
    """Write a text so that a rule takes it as it is."""
    return re.sub(r"([\\$%])", r"\\\1", text)


def w3id_folder(base: str) -> str:
    """Return the folder of w3id.org that a base lies in, or nothing for a base elsewhere.

    Example:
        >>> w3id_folder("https://w3id.org/chiiki/id/"), w3id_folder("https://a.example/id/")
        ('chiiki', '')
    """
    if not base.startswith(W3ID):
        return ""
    return urlsplit(base).path.strip("/").partition("/")[0]


def w3id(base: str, ontology: str, address: str, plans: Sequence[str]) -> str:
    """Write the ``.htaccess`` to submit to w3id.org.

    Args:
        base: What the IRIs of things begin with; below https://w3id.org/.
        ontology: IRI of the ontology; its rules stand here if it lies in the same folder.
        address: Public address of the site, without a slash at its end.
        plans: Ids of the plans.
    """
    space = f"{W3ID}{w3id_folder(base)}/"
    things = base.removeprefix(space)
    lines = [f"# {space} leads to {address}/", "Options +FollowSymLinks", "RewriteEngine On"]
    lines += [*_wanted()]
    root = f"{_kept(unquote(address))}/"
    for rule in rules(plans):
        is_thing = rule.path.startswith("id/")
        if is_thing:
            path = things.replace(".", "\\.") + rule.path.removeprefix("id/")
            lines += _rule(rule, path, root, f"{_kept(address)}/")
        elif ontology.startswith(space):
            lines += _rule(rule, rule.path, root, f"{_kept(address)}/")
    if ontology.startswith(space):
        lines += ["# Versions of the ontology"]
        lines += [f"RewriteRule ^ontology/[0-9.]+$ {root}ontology.ttl [R=303,L]"]
    lines.append(f"RewriteRule ^$ {root} [R=302,L]")
    return "\n".join([*lines, ""])
