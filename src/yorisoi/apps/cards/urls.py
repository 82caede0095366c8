"""The table of contents of card pictures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
