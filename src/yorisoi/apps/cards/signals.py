"""What this room tells the rooms above it, which it may not import."""

from __future__ import annotations

from django.dispatch import Signal

# Sent when no card of a stack waits to be read any more, and when the reader of this process begins, in case that news
# was lost with an earlier process. Arguments: ``now`` (aware datetime).
stack_read = Signal()
