"""What this room tells the rooms above it, which it may not import."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction, after a change that may move the distance: closeness, the day of meeting, the profession,
# a tag, a fact or a wish, a season of theirs, closing and reopening. Arguments: ``owner``, ``contact_ids`` (list of int), ``now`` (aware datetime).
contact_changed = Signal()

# Sent inside the transaction, before a person is erased, to whoever keeps a word of them in a row that does not point
# to them. Arguments: ``owner``, ``contact_id`` (int).
contact_erased = Signal()
