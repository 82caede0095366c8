"""Writes of gatherings: keyword-only, one transaction each, every id checked against the owner."""
