"""What questions, commands and builds cost, each beside a peer in the same run.

``python -m benchmarks`` prints the tables. Ratios travel between machines better than seconds, so
each table ends in them. Times are medians of several runs, with the peers taking turns.
"""
