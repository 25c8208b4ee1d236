"""What a dataset says of itself to programs: its graph ``{base}endpoint/graph``.

=============  =======================================================================
statistics.py  counts classes, properties and graphs in one pass over the sorted quads
names.py       IRIs of the description's own resources
void.py        the counts as VoID, the named graphs in the terms of service descriptions
examples.py    the canned queries as ``sh:SPARQLExecutable``, and the prefixes
writing.py     all of it as the quads of one graph, made at the end of a build
service.py     the description of a dataset for the address at which it is served
about.py       who publishes it and on which terms, where somebody says so
terms.py       the same as RDF
=============  =======================================================================

The statistics describe all other graphs, not this one. At build time nobody knows under which
address a dataset will be served, or whether it will be: a folder of files has no endpoint, and its
data claim none. ``describe_endpoint`` adds the service for who serves it.
"""
