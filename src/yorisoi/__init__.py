"""Yorisoi (寄り添い): a relationship manager that lets a relationship last without anyone feeling pushed."""

__version__ = "0.1.0"
