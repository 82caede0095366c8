"""Writes of card pictures: keyword-only, one transaction each, every id checked against the owner."""
