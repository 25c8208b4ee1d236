"""Work done in processes that can be killed.

Oxigraph cannot be told to stop a query, so whoever asks for others asks in a process of its own.

=============  =====================================================================
messages.py    jobs and replies, and how they cross a socket
deadline.py    a time by which something must have happened
limits.py      what a worker may use
nursery.py     a process that holds the dataset ready and forks workers, in milliseconds
worker.py      a worker: one job after the other
asking.py      a worker as seen from an event loop
holding.py     a holder: a worker that answers the clients of connections which it was lent
journal.py     what a holder is doing, in memory that outlives it
holder.py      a holder as seen from an event loop
forked.py      what both have in common
generation.py  the nursery of a dataset version and its workers, as seen from an event loop
places.py      places among the jobs: queue, fairness between clients
run.py         a job from its asking to its end: time limits
pool.py        the workers as seen from an event loop
=============  =====================================================================
"""
