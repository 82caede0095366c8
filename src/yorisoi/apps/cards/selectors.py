"""Reads of card pictures."""
