"""The instructor's workplace."""
