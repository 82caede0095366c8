from typing import Any

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yorisoi.apps.exchange"
    label = "exchange"
    verbose_name = "取り込み"

    def ready(self) -> None:
        """Listen for photographs that have all been read: then they are planned."""
        from yorisoi.apps.cards.signals import stack_read

        stack_read.connect(_plan_what_is_read, dispatch_uid="exchange.plan_what_is_read")


def _plan_what_is_read(sender: Any, *, now: Any, **_: Any) -> None:
    from yorisoi.apps.exchange import photos

    photos.plan_all_read(now=now)
