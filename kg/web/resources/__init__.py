"""Linked data: every thing has an address that leads to what is said of it.

=============  =====================================================================
describing.py  which statements describe a thing, a vocabulary, the ontology
writing.py     as Turtle, JSON-LD, N-Triples, RDF/XML
service.py     the description of the endpoint and of the dataset (VoID)
jobs.py        the jobs: where an address leads, what stands there
endpoints.py   the addresses
=============  =====================================================================
"""
