"""Reads of gatherings."""
