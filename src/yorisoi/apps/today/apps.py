from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "yorisoi.apps.today"
    label = "today"
    verbose_name = "今日"
