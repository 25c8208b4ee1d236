"""Things that a plan names: assets, bodies and where they are, by rules that are data."""
