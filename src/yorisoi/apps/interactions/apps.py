from typing import Any

from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "yorisoi.apps.interactions"
    label = "interactions"
    verbose_name = "やり取り"

    def ready(self) -> None:
        """Listen for changes to people (closeness, a wish, a new fact) and to the owner's comfort: distances move with them."""
        from yorisoi.apps.accounts.signals import comfort_changed
        from yorisoi.apps.contacts.signals import contact_changed

        contact_changed.connect(_fold_again, dispatch_uid="interactions.fold_again")
        comfort_changed.connect(_fold_everybody_again, dispatch_uid="interactions.fold_everybody_again")


def _fold_again(sender: Any, *, owner: Any, contact_ids: list[int], now: Any, **_: Any) -> None:
    from yorisoi.apps.interactions import folding

    folding.refold(owner=owner, contact_ids=contact_ids, now=now)


def _fold_everybody_again(sender: Any, *, owner: Any, now: Any, **_: Any) -> None:
    from yorisoi.apps.interactions import refolding

    refolding.start(owner=owner, now=now)
