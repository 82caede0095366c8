from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "yorisoi.apps.contacts"
    label = "contacts"
    verbose_name = "人"
