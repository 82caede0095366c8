"""What this room tells the rooms above it, which it may not import."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction, after the owner chose another comfort for all people: every distance moves with it.
# Arguments: ``owner``, ``now`` (aware datetime).
comfort_changed = Signal()
