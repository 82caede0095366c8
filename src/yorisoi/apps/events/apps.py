from typing import Any

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "yorisoi.apps.events"
    label = "events"
    verbose_name = "交流会"

    def ready(self) -> None:
        """Listen for what is written down of people: a word of somebody just met gives them a day for a first word."""
        from yorisoi.apps.contacts.signals import contact_changed

        contact_changed.connect(_plan_first_touches, dispatch_uid="events.plan_first_touches")


def _plan_first_touches(sender: Any, *, owner: Any, contact_ids: list[int], now: Any, **_: Any) -> None:
    from yorisoi.apps.events import first_touches

    first_touches.plan_where_told(owner=owner, contact_ids=contact_ids, now=now)
