from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yorisoi.apps.accounts"
    label = "accounts"
    verbose_name = "持ち主"
