"""The first page of the house, and its taps."""

from django.urls import path

from yorisoi.apps.today import views

urlpatterns = [
    path("", views.today, name="today"),
    path("today/<int:contact_id>/done/", views.done, name="today_done"),
    path("today/<int:contact_id>/not-now/", views.not_now, name="today_not_now"),
    path("today/<int:contact_id>/rest/", views.rest, name="today_rest"),
    path("today/<int:contact_id>/never/", views.never, name="today_never"),
    path("today/<int:contact_id>/undo/", views.undo, name="today_undo"),
]
