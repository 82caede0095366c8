from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yorisoi.apps.exchange"
    label = "exchange"
    verbose_name = "取り込み"
