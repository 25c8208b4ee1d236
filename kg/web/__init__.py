"""A dataset on the web: SPARQL endpoint, REST, linked data and pages.

==============  ====================================================================
settings.py     the settings (``settings.toml``), from command line, environment and file
server.py       HTTP, by Uvicorn
connection.py   a connection: limits, and what is answered or written without detours
lendable.py     a connection that can be lent to a worker
refusing.py     a connection that refuses what is no request
form.py         the form of a request, as far as its parser leaves it to the server
sending.py      sending an answer in one piece
again.py        answers to requests that come again to the byte
direct.py       queries by GET that need no application
lending.py      connections lent to workers: when, and to whom
lent.py         the answers of a worker that was lent a connection
usual.py        such a query read by header lines that are known, and its answer written
outside.py      what is done for every request: security headers, counting, logging
app.py          the application, put together: the data, new builds
routes.py       who answers which paths
asked.py        a request as the topics want to know it
front.py        from a request to the reply of a worker
answers.py      what answers have in common: headers, and pieces
body.py         reading the body of a request
site.py         what a worker can do: jobs about a dataset
intact.py       whether the files beside the store are as they were built
sparql/         the SPARQL endpoint
pages/          the pages for people
rest/           the REST interface
receipts/       receipts of answers
resources/      linked data
icons/          the sign of the pages
addresses/      how IRIs become addresses, served or published
negotiation.py  choosing a format, a language, a compression
problems.py     errors as problem+json
coding.py       compressing a reply
cache.py        replies that were given
metrics.py      counts, for Prometheus
==============  ====================================================================

Questions from outside are answered by workers that can be killed (``kg.workers``); this process
only reads requests and sends replies.
"""
