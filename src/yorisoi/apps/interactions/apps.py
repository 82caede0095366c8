from typing import Any

from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "yorisoi.apps.interactions"
    label = "interactions"
    verbose_name = "やり取り"

    def ready(self) -> None:
        """Listen for changes to people: closeness, a wish, a new fact. The distance to that one person moves with them."""
        from yorisoi.apps.contacts.signals import contact_changed

        contact_changed.connect(_fold_again, dispatch_uid="interactions.fold_again")


def _fold_again(sender: Any, *, owner: Any, contact_ids: list[int], now: Any, **_: Any) -> None:
    from yorisoi.apps.interactions import folding

    folding.refold(owner=owner, contact_ids=contact_ids, now=now)
