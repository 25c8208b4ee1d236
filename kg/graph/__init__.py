"""The plan as a graph: IRIs, triples with provenance, inference and validation."""
