"""Bringing people and the past in, and taking them out: read → plan → show → apply → undo."""
