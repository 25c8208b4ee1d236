"""Two editions of a plan side by side: what changed in meaning, with both passages."""
