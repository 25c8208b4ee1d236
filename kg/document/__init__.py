"""A plan's document: its text with positions, read by a layout into a model."""
