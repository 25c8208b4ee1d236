"""Receipts: how an answer came about, so that anybody can ask again and compare.

Nothing is stored. The name of a receipt holds the whole request with the hashes of the dataset
and of the rows that answered.

=============  =====================================================================
ids.py         requests as names of receipts, and back
canonical.py   the form of rows that is hashed
making.py      asking, and what a receipt says
requests.py    answers that are those of no query, as rows
columns.toml   the columns of these
again.py       asking for these again
jobs.py        the job that asks again
endpoints.py   the address
=============  =====================================================================
"""
