from typing import Any

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yorisoi.apps.exchange"
    label = "exchange"
    verbose_name = "取り込み"

    def ready(self) -> None:
        """Listen for photographs that have all been read, to plan them, and for people who are erased."""
        from yorisoi.apps.cards.signals import stack_read
        from yorisoi.apps.contacts.signals import contact_erased

        stack_read.connect(_plan_what_is_read, dispatch_uid="exchange.plan_what_is_read")
        contact_erased.connect(_forget_left_rows, dispatch_uid="exchange.forget_left_rows")


def _plan_what_is_read(sender: Any, *, now: Any, **_: Any) -> None:
    from yorisoi.apps.exchange import photos

    photos.plan_all_read(now=now)


def _forget_left_rows(sender: Any, *, owner: Any, contact_id: int, **_: Any) -> None:
    from yorisoi.apps.exchange import forgetting

    forgetting.forget(owner, contact_id)
