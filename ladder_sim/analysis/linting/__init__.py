"""Doubts about a scheme that is not wrong: what its rules alone show, and what a run of them shows."""
