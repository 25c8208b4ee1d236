"""The SPARQL endpoint: SPARQL 1.1 Protocol, query only.

==============  ==================================================================
request.py      a request of the protocol, read
answering.py    the job: ask, and write the answer in the format that was chosen
==============  ==================================================================
"""
