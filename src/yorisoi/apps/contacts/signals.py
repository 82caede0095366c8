"""What this room tells the rooms above it, which it may not import."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction, after a change that may move the distance: closeness, the day of meeting, the profession,
# a tag, a fact or a wish, a season of theirs, closing and reopening. Arguments: ``owner``, ``contact_ids`` (list of int), ``now`` (aware datetime).
contact_changed = Signal()
