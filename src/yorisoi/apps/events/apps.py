from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "yorisoi.apps.events"
    label = "events"
    verbose_name = "交流会"
