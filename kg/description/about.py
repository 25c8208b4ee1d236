"""Who publishes a site, whom to ask, and on which terms: the file that ``--about`` names.

A dataset knows who publishes the plans that it is made from. Who puts the data on the web is
somebody else, perhaps, and only they can say so.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec

from kg.document.toml_keys import keys_hint, line_at, toml_line
from kg.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = Path(__file__).with_suffix(".toml")
_PATH = re.compile(r"`\$\.?([\w.-]*)`")
_FIELD = re.compile(r"field `([\w-]+)`")
_EMAIL = re.compile(r"[^\s@<>()\",;:\\]+@[^\s@<>()\",;:\\]+\.[^\s@<>()\",;:\\.]+")
_IN_EMAIL = "@!$'*+-._~"
_NAME = {"publisher.ja", "publisher.en"}
_NAME_HINT = "Write between the quotes who publishes, as ja in Japanese and as en in English"
_EMPTY_HINT = "Write it between the quotes, or put # before what is not known"


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of publisher.

    Attributes:
        iri: The kind in the vocabulary that DCAT-AP takes.
        label: What that vocabulary calls it, in English.
        type: The class of schema.org.
    """

    iri: str
    label: str
    type: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; an unknown key in it is an error."""


class Text(_Table, frozen=True):
    """A text in each language."""

    ja: str
    en: str

    def said(self, lang: str) -> str:
        """Return it in a language, in Japanese where there is none."""
        return self.en if lang == "en" else self.ja

    @property
    def texts(self) -> dict[str, str]:
        """It by language."""
        return {"ja": self.ja, "en": self.en}


class Publisher(Text, frozen=True):
    """Who publishes: a name, perhaps an IRI of theirs, a page, and what they are."""

    iri: str | None = None
    homepage: str | None = None
    kind: str | None = None


class Contact(_Table, frozen=True):
    """Whom to ask: an address, and perhaps a name, such as that of an office."""

    name: Text | None = None
    email: str | None = None
    url: str | None = None

    @property
    def mailto(self) -> str | None:
        """The address of mail as an IRI (RFC 6068)."""
        return f"mailto:{quote(self.email, safe=_IN_EMAIL)}" if self.email else None


class Licence(Text, frozen=True, kw_only=True):
    """The licence of the data: its name, its address, and what has to be said of the source."""

    iri: str
    attribution: Text | None = None


class About(_Table, frozen=True):
    """What is told of a site. What is not known is None.

    Attributes:
        publisher: Who publishes it.
        contact: Whom to ask.
        licence: The licence of the data.
        rights: What else is to be said of rights, such as whose the quoted words are.
    """

    publisher: Publisher
    contact: Contact | None = None
    licence: Licence | None = None
    rights: Text | None = None

    @property
    def mark(self) -> str:
        """A short hash of all of it."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:12]

    @property
    def kind(self) -> Kind | None:
        """What the publisher is, as vocabularies call it."""
        return kinds()[self.publisher.kind] if self.publisher.kind else None


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of publishers, read once."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=dict[str, Kind])


def read_about(path: Path) -> About:
    """Read the file.

    Args:
        path: Where it is.

    Returns:
        What it says.

    Raises:
        InputError: If it cannot be read, is no TOML, or has a missing, unknown or wrong key.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"this is no TOML: {error}", where=path, line=toml_line(error)) from error
    try:
        made = msgspec.convert(table, About)
    except msgspec.ValidationError as error:
        place, field = _PATH.search(str(error)), _FIELD.search(str(error))
        names = [*(place[1].split(".") if place else ()), *(field.groups() if field else ())]
        raise InputError(
            f"what is told of the site is wrong: {error}",
            where=path,
            line=line_at(text, names),
            hint=keys_hint(About, error),
        ) from error
    _Checking(path, text).check(made)
    return made


class _Checking:
    """Refuses values that are of the right type, and wrong all the same."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text

    def check(self, about: About) -> None:
        """Check all values.

        Raises:
            InputError: If one is wrong.
        """
        if empty := list(_empty((), about)):
            raise self._not_filled_in(empty)
        publisher, contact, licence = about.publisher, about.contact, about.licence
        self._address("publisher.iri", publisher.iri)
        self._address("publisher.homepage", publisher.homepage)
        if publisher.kind is not None and publisher.kind not in kinds():
            raise self._wrong(
                "publisher.kind",
                f"there is no kind of publisher {publisher.kind!r}",
                f"Use one of {', '.join(kinds())}",
            )
        if licence is not None:
            self._address("licence.iri", licence.iri)
        if contact is not None:
            self._contact(contact)

    def _contact(self, contact: Contact) -> None:
        self._address("contact.url", contact.url)
        if contact.email is None and contact.url is None:
            raise self._wrong(
                "contact", "nobody can be reached with this", "Give an email or a url"
            )
        if contact.email is not None and not _EMAIL.fullmatch(contact.email):
            raise self._wrong(
                "contact.email",
                f"{contact.email!r} is no address of mail",
                "Give one such as opendata@example.jp",
            )

    def _not_filled_in(self, keys: list[str]) -> InputError:
        """Tell all that is to be written at once: a copy of ``docs/site.toml`` begins so."""
        return self._wrong(
            keys[0],
            f"nothing is written yet as {', '.join(keys)}",
            _NAME_HINT if _NAME.intersection(keys) else _EMPTY_HINT,
        )

    def _address(self, key: str, value: str | None) -> None:
        if value is not None and not _is_address(value):
            raise self._wrong(
                key,
                f"{value!r} is no address of the web",
                "Give a whole one, such as https://www.example.jp/",
            )

    def _wrong(self, key: str, message: str, hint: str) -> InputError:
        line = line_at(self._text, key.split("."))
        return InputError(message, where=self._path, line=line, hint=hint)


def _empty(names: tuple[str, ...], table: msgspec.Struct) -> Iterator[str]:
    """Yield the keys whose texts are empty, with the names of their tables."""
    for name, value in msgspec.structs.asdict(table).items():
        if isinstance(value, msgspec.Struct):
            yield from _empty((*names, name), value)
        elif isinstance(value, str) and not value.strip():
            yield ".".join((*names, name))


def _is_address(text: str) -> bool:
    import pyoxigraph

    try:
        parts = urlsplit(pyoxigraph.NamedNode(text).value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
