from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "yorisoi.apps.cards"
    label = "cards"
    verbose_name = "名刺"
