"""A dataset on the web: SPARQL endpoint, REST, linked data and pages.

==============  ====================================================================
settings.py     the settings (``settings.toml``), from command line, environment and file
server.py       HTTP, by Uvicorn
app.py          the application: routes, security headers, counting, new builds
front.py        from a request to the reply of a worker
site.py         what a worker can do: jobs about a dataset
sparql/         the SPARQL endpoint
pages/          the pages for people
rest/           the REST interface
receipts/       receipts of answers
resources/      linked data
icons/          the sign of the pages
addresses/      how IRIs become addresses, served or published
negotiation.py  choosing a format, a language, a compression
problems.py     errors as problem+json
cache.py        replies that were given
metrics.py      counts, for Prometheus
==============  ====================================================================

Questions from outside are answered by workers that can be killed (``kg.workers``); this process
only reads requests and sends replies.
"""
