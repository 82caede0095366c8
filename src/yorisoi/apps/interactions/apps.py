from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "yorisoi.apps.interactions"
    label = "interactions"
    verbose_name = "やり取り"
