"""Hostile requests, as data: a name, what is sent, and how the server may answer it.

``{trap}`` stands for the address of a server that must never be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

CLOSED = 0
"""Instead of a status: the connection was closed without an answer."""

TOO_MUCH = (503,)
WRONG = (400,)
FINE = (200,)
FINE_OR_SLOW = (200, 503)
WRONG_OR_SLOW = (400, 503)
"""What takes a good part of its time by itself may not be done in time on a busy machine."""


@dataclass(frozen=True)
class Query:
    """A query, sent by POST."""

    name: str
    text: str
    statuses: tuple[int, ...]


@dataclass(frozen=True)
class Bytes:
    """What is written to a connection, as it stands on the wire."""

    name: str
    data: bytes
    statuses: tuple[int, ...]


ALL = "?a ?b ?c . "
TWO = ALL + "?d ?e ?f . "
THREE = TWO + "?g ?h ?i . "


def nested(before: str, inner: str, after: str, depth: int) -> str:
    """Put brackets around something, many times."""
    return before * depth + inner + after * depth


def doubling(function: str, times: int) -> str:
    """Make a text longer and longer, each time from the last one, which ``@`` stands for."""
    binds = (f"BIND({function.replace('@', f'?x{n}')} AS ?x{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("{"a" * 64}" AS ?x0) {" ".join(binds)} }}'


HEAVY = (
    Query("cross product, counted", f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}", TOO_MUCH),
    Query("cross product, sent", f"SELECT * {{ {TWO} }}", TOO_MUCH),
    Query("cross product, sorted", f"SELECT * {{ {TWO} }} ORDER BY ?c ?f", TOO_MUCH),
    Query("cross product, distinct", f"SELECT DISTINCT ?a ?c ?f {{ {TWO} }}", TOO_MUCH),
    Query("cross product, grouped", f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {TWO} }} GROUP BY ?a ?f",
          TOO_MUCH),
    Query("path explosion", "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?b (!<x:z>)* ?c }",
          TOO_MUCH),
    Query("path explosion, alternatives", "SELECT * { ?a (<x:p>|!<x:p>|^!<x:q>)+ ?b }", TOO_MUCH),
    Query("not exists over everything",
          f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER NOT EXISTS "
          "{ ?d ?e ?f . ?g ?h ?i FILTER(?f = ?c && ?i = ?a && ?f != ?f) } }", TOO_MUCH),
    Query("minus over everything", f"SELECT * {{ {ALL} MINUS {{ ?a ?d ?e . ?f ?g ?h }} }}",
          TOO_MUCH),
    Query("subquery for each row", f"SELECT (COUNT(*) AS ?n) {{ {ALL} "
          "LATERAL { SELECT * { ?d ?e ?f } } }", TOO_MUCH),
    Query("GROUP_CONCAT of everything",
          f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?f))) AS ?x) {{ {TWO} }}", TOO_MUCH),
    Query("distinct random numbers",
          f"SELECT (COUNT(DISTINCT RAND()) AS ?n) {{ {THREE} }}", TOO_MUCH),
    Query("hashes without end", f"SELECT * {{ {TWO} FILTER(SHA512(CONCAT(STR(?a), STR(?f))) = "
          '"x") }', TOO_MUCH),
    Query("doubling by CONCAT", doubling("CONCAT(@, @)", 40), TOO_MUCH),
    Query("doubling by REPLACE", doubling('REPLACE(@, "a", "aaaaaaaaaaaaaaaa")', 10), TOO_MUCH),
    Query("REGEX bomb", 'ASK { FILTER(REGEX("' + "a" * 60 + '!", "^(a+)+$")) }', FINE),
    Query("REGEX bomb, counted repetition", 'ASK { FILTER(REGEX("a", "((a{1,100}){1,100}){1,100}"))'
          " }", FINE),
    Query("REGEX for each pair", f"SELECT (COUNT(*) AS ?n) {{ {TWO} "
          'FILTER REGEX(STR(?c), CONCAT("(.*)*", STR(?f))) }', TOO_MUCH),
    Query("CONSTRUCT of everything, squared", f"CONSTRUCT {{ ?a ?b ?f }} {{ {TWO} }}", TOO_MUCH),
    Query("CONSTRUCT on the limit of results", "CONSTRUCT { ?a ?b ?c . "
          + " . ".join(f"?a <http://example.org/{'x' * 200}{n}> ?c" for n in range(9))
          + " } { ?a ?b ?c }", TOO_MUCH),
    Query("DESCRIBE of everything", f"DESCRIBE * {{ {TWO} }}", TOO_MUCH),
    Query("huge VALUES", f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {'1 ' * 50_000} }} }}",
          FINE_OR_SLOW),
    Query("product of huge VALUES", f"SELECT * {{ VALUES ?x {{ {'1 ' * 50_000} }} "
          f"VALUES ?y {{ {'2 ' * 50_000} }} }}", TOO_MUCH),
    Query("a list of everything", f"ASK {{ FILTER(1 IN ({'2,' * 20_000}1)) }}", FINE_OR_SLOW),
)  # fmt: skip

DEEP = (
    Query("groups", "ASK " + nested("{", "", "}", 100_000), WRONG),
    Query("parentheses", f"ASK {{ FILTER({nested('(', '1', ')', 100_000)}) }}", WRONG),
    Query("OPTIONAL", f"ASK {{ {nested('OPTIONAL {', '?s ?p ?o', '}', 20_000)} }}", WRONG),
    Query("UNION", f"ASK {{ {nested('{ } UNION {', '?s ?p ?o', '}', 15_000)} }}", WRONG),
    Query("paths", f"ASK {{ ?s {nested('(', '<x:a>', ')*', 50_000)} ?o }}", WRONG),
    Query("functions", f"ASK {{ FILTER({nested('STR(', '1', ')', 30_000)} = '') }}", WRONG),
    Query("blank nodes", f"ASK {{ ?s ?p {nested('[ <x:p> ', '1', ']', 20_000)} }}", WRONG),
    Query("lists", f"ASK {{ ?s ?p {nested('(', '1', ')', 50_000)} }}", WRONG),
    Query("exists", f"ASK {{ {nested('FILTER EXISTS {', '?s ?p ?o', '}', 15_000)} }}", WRONG),
    Query("just allowed, groups", "ASK " + nested("{", "", "}", 100), FINE),
    Query("just allowed, parentheses", f"ASK {{ FILTER({nested('(', '1', ')', 98)}) }}", FINE),
    Query("negations", f"ASK {{ FILTER({'!' * 200_000}true) }}", WRONG_OR_SLOW),
    Query("a chain of ||", f"ASK {{ FILTER({'?a||' * 60_000}?a) }}", WRONG_OR_SLOW),
    Query("a chain of +", f"ASK {{ FILTER({'1+' * 100_000}1) }}", WRONG_OR_SLOW),
    Query("a chain of paths", f"ASK {{ ?s {'<x:>/' * 40_000}<x:a> ?o }}", WRONG_OR_SLOW),
    Query("a chain of alternatives", f"ASK {{ ?s {'<x:>|' * 40_000}<x:a> ?o }}", (400, 503)),
    Query("a chain of triples", f"ASK {{ {'?s ?p ?o . ' * 20_000} }}", (400, 503)),
    Query("a chain of BIND", f"ASK {{ {' '.join(f'BIND(1 AS ?v{n})' for n in range(10_000))} }}",
          (400, 503)),
    Query("texts without end", "ASK { ?s ?p " + "'''x \"\"\"" * 25_000, WRONG),
    Query("signs that begin nothing", "ASK { " + "\\" * 100_000, WRONG),
)  # fmt: skip

ELSEWHERE = (
    Query("SERVICE to a file", "ASK { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", WRONG),
    Query("SERVICE to this machine", "ASK { SERVICE <{trap}/> { ?s ?p ?o } }", WRONG),
    Query("SERVICE to a cloud's metadata",
          "ASK { SERVICE SILENT <http://169.254.169.254/latest/meta-data/> { ?s ?p ?o } }", WRONG),
    Query("SERVICE without spaces", "ASK{SERVICESILENT<{trap}/>{?s ?p ?o}}", WRONG),
    Query("SERVICE with escapes", "ASK { \\u0053ERVICE <{trap}/> { ?s ?p ?o } }", WRONG),
    Query("SERVICE in small letters behind a comment",
          "ASK { service # <http://allowed.example/>\n <{trap}/> { ?s ?p ?o } }", WRONG),
    Query("SERVICE of a variable", "ASK { BIND(<{trap}/> AS ?x) SERVICE ?x { ?s ?p ?o } }", WRONG),
    Query("SERVICE of VALUES", "ASK { SERVICE SILENT ?x { ?s ?p ?o } VALUES ?x { <{trap}/> } }",
          WRONG),
    Query("SERVICE of a short name", "PREFIX t: <{trap}/> ASK { SERVICE t: { ?s ?p ?o } }", WRONG),
    Query("SERVICE relative to a base", "BASE <{trap}/> ASK { SERVICE <x> { ?s ?p ?o } }", WRONG),
    Query("SERVICE that looks like a text",
          "ASK { VALUES ?a { 1 } FILTER(?a<'>') SERVICE <{trap}/> { ?s ?p ?o } FILTER('a'='a') }",
          WRONG),
    Query("SERVICE that looks like a long text",
          "PREFIX : <x:> ASK { :a :b :c# '''\n SERVICE <{trap}/> { ?s ?p ?o } # '''\n }", WRONG),
    Query("SERVICE in a subquery for each row",
          f"SELECT * {{ {ALL} LATERAL {{ SELECT * {{ SERVICE SILENT <{{trap}}/> "
          "{ ?s ?p ?c } } } } LIMIT 5", WRONG),
    Query("FROM a file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", FINE),
    Query("FROM NAMED an address", "SELECT * FROM NAMED <{trap}/x> { GRAPH ?g { ?s ?p ?o } }",
          FINE),
    Query("a context of JSON-LD",
          'CONSTRUCT { <x:s> <https://www.w3.org/ns/json-ld#context> <{trap}/> } {}', FINE),
    Query("LOAD", "LOAD <file:///etc/passwd>", (403,)),
    Query("LOAD behind a query", "ASK {} ; LOAD <{trap}/>", WRONG),
    Query("DROP ALL", "DROP ALL", (403,)),
)  # fmt: skip

HOST = b"Host: kg.example\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + HOST
SPARQL = b"Content-Type: application/sparql-query\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def get(target: str, *headers: str) -> bytes:
    """Write a GET request."""
    lines = [f"GET {target} HTTP/1.1", "Host: kg.example", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def post(kind: bytes, body: bytes) -> bytes:
    """Write a POST request."""
    return POST + kind + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def climbing(path: str) -> Bytes:
    """Ask for a file by a path that climbs out of what is served."""
    return Bytes(f"path {path}", get(path), (400, 404))


WIRE = (
    Bytes("10 MB query", post(SPARQL, b"#" * (10 << 20)), (413, CLOSED)),
    Bytes("10 MB query in chunks", POST + SPARQL + CHUNKED + b"\r\n"
          + (b"10000\r\n" + b"#" * 65536 + b"\r\n") * 160, (413, CLOSED)),
    Bytes("10 MB form", post(FORM, b"query=" + b"%41" * (3 << 20)), (413, CLOSED)),
    Bytes("10 MB address", get("/sparql?query=" + "x" * (10 << 20)), (414, CLOSED)),
    Bytes("50 MB of headers", b"GET /health HTTP/1.1\r\n" + HOST
          + (b"X-Y: " + b"z" * 1019 + b"\r\n") * 50_000, (431, CLOSED)),
    Bytes("a header without end", b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"z" * (1 << 20),
          (431, CLOSED)),
    Bytes("a million empty lines", b"\r\n" * 1_000_000, (431, CLOSED)),
    # On a busy machine they are not all read in time.
    Bytes("chunks of one byte", POST + SPARQL + CHUNKED + b"\r\n" + b"1\r\n#\r\n" * 500_000,
          (408, 413, CLOSED)),
    Bytes("trailers without end", POST + SPARQL + CHUNKED + b"\r\n6\r\nASK {}\r\n0\r\n"
          + b"X-Y: zzzzzzzzzzzzz\r\n" * 200_000, (CLOSED,)),
    Bytes("chunk extensions without end", POST + SPARQL + CHUNKED + b"\r\n6;" + b"x" * (4 << 20),
          (CLOSED, 400)),
    Bytes("a chunk of negative size", POST + SPARQL + CHUNKED + b"\r\n-1\r\nASK {}", WRONG),
    Bytes("half a head", b"GET /sparql?query=ASK", (CLOSED,)),
    Bytes("half a body", POST + SPARQL + b"Content-Length: 100\r\n\r\nASK {", (408,)),
    Bytes("no body", POST + SPARQL + b"Content-Length: 6\r\n\r\n", (408,)),
    Bytes("a body longer than told", POST + SPARQL + b"Content-Length: 6\r\n\r\nASK {} garbage",
          (200, 400)),
    Bytes("two lengths", POST + SPARQL + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
          WRONG),
    Bytes("a length and chunks", POST + SPARQL + CHUNKED + b"Content-Length: 6\r\n\r\n0\r\n\r\n",
          WRONG),
    Bytes("a length that is no number", POST + SPARQL + b"Content-Length: six\r\n\r\nASK {}",
          WRONG),
    Bytes("a length beyond all numbers", POST + SPARQL + b"Content-Length: " + b"9" * 40
          + b"\r\n\r\nASK {}", WRONG),
    Bytes("a negative length", POST + SPARQL + b"Content-Length: -6\r\n\r\nASK {}", WRONG),
    Bytes("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 500, WRONG),
    Bytes("HTTP/2 without being asked", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", WRONG),
    Bytes("no host", b"GET /health HTTP/1.1\r\n\r\n", WRONG),
    Bytes("two hosts", b"GET /health HTTP/1.1\r\n" + HOST + HOST + b"\r\n", WRONG),
    Bytes("a host with a path", get("/health").replace(HOST, b"Host: kg.example/..\r\n"), WRONG),
    Bytes("an address of another scheme", get("file:///etc/passwd"), WRONG),
    Bytes("an address of another host", get("{trap}/health"), FINE),
    Bytes("a known request behind which comes none", (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"
          + HOST + b"\r\n") * 3 + b"\0" * 100_000, FINE),
    Bytes("HTTP/9.9", b"GET /health HTTP/9.9\r\n\r\n", WRONG),
    Bytes("an unknown method", b"BREW /sparql HTTP/1.1\r\n" + HOST + b"\r\n", (501,)),
    Bytes("CONNECT", b"CONNECT kg.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", (501,)),
    Bytes("OPTIONS *", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
          (200, 204, 400, 404, 405)),
    Bytes("an upgrade to WebSocket", get("/sparql?query=ASK%7B%7D", "Upgrade: websocket",
          "Sec-WebSocket-Key: eA==", "Sec-WebSocket-Version: 13"), (200, 400)),
    Bytes("query in UTF-16", post(SPARQL, "ASK {}".encode("utf-16")), WRONG),
    Bytes("query in Shift_JIS", post(SPARQL, 'ASK { ?s ?p "港" }'.encode("shift_jis")), WRONG),
    Bytes("bytes that are no UTF-8", get("/sparql?query=%FF%FE%C0%AF"), WRONG),
    Bytes("half a surrogate", post(FORM, b"query=ASK+%7B+%22%ED%A0%80%22+%7D"), WRONG),
    Bytes("zero bytes", post(SPARQL, b"ASK {\0}"), WRONG),
    Bytes("bytes in an address", b"GET /\xff\xfe\x80 HTTP/1.1\r\n" + HOST + b"\r\n", WRONG),
    Bytes("wrong content type", post(b"Content-Type: application/x-java-object\r\n", b"ASK {}"),
          (415,)),
    Bytes("a content type of a megabyte", POST + b"Content-Type: " + b"a/" * (1 << 19)
          + b"\r\n\r\n", (431, CLOSED)),
    Bytes("a file upload", post(b"Content-Type: multipart/form-data; boundary=x\r\n",
          b"--x\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\nASK {}\r\n--x--\r\n"),
          (415,)),
    Bytes("too many parameters", post(FORM, b"a=b&" * 60_000 + b"query=ASK%7B%7D"), WRONG),
    Bytes("a flood of parameters of one hash", post(FORM, "&".join(
          f"default-graph-uri=x:{n}" for n in range(1_900)).encode() + b"&query=ASK%7B%7D"), FINE),
    Bytes("a flood of headers", b"GET /health HTTP/1.1\r\n" + HOST + b"Connection: close\r\n"
          + b"".join(b"X-%d: 1\r\n" % n for n in range(5_000)) + b"\r\n", (200, 431)),
    Bytes("Accept of 60 kB", get("/sparql?query=ASK%7B%7D",
          "Accept: " + ",".join(f"a/b{n};q=0.{n % 10}" for n in range(4_000)) + ",*/*;q=0.1"),
          FINE),
    Bytes("weights that are none", get("/sparql?query=ASK%7B%7D",
          "Accept: */*;q=1e999, text/csv;q=-1, a/b;q=nan, ;;;,,,q=q=q"), (200, 406)),
    Bytes("header injection by a path", get("/id/x%0d%0aSet-Cookie:%20a=b"), (303, 400, 404)),
    Bytes("header injection by a format",
          get("/sparql?query=ASK%7B%7D&format=csv%0d%0aSet-Cookie:%20a=b"), (406,)),
    Bytes("header injection by Host", b"GET /sparql/ HTTP/1.1\r\nHost: a\r\n\tb\r\n"
          b"Connection: close\r\n\r\n", (200, 303, 400)),
    Bytes("a host that is none", get("/health", "X-Forwarded-Host: evil.example/<script>"), FINE),
    *(climbing(path) for path in (
        "/id/../../../../etc/passwd", "/id/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/id/..%2f..%2f..%2fetc%2fpasswd", "/id/..\\..\\..\\etc\\passwd", "/id/%00",
        "/id/a%00.html",
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd",
        "/id/%252e%252e%252fetc%252fpasswd", "//etc/passwd", "/.git/config", "/id/%c0%ae%c0%ae/x")),
    Bytes("a body nobody asked for", b"GET /health HTTP/1.1\r\n" + HOST
          + b"Content-Length: 100000000\r\n\r\n" + b"x" * (8 << 20), (200, CLOSED)),
    Bytes("pipelined requests", b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
          + (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + b"\r\n") * 2_000
          + get("/health"), FINE),
    Bytes("a query in an address of 60 kB", get(
          "/sparql?query=" + quote("ASK {} #" + "港" * 6_000)), FINE),
)  # fmt: skip
