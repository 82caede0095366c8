"""What the contacts app tells whoever listens: something about these people changed that the distance may depend on."""

from django.dispatch import Signal

# Sent with owner, contact_ids (list of int) and now (aware datetime), inside the transaction of the change.
contact_changed = Signal()
