"""The table of contents of card pictures."""

from django.urls import path

from yorisoi.apps.cards import views

urlpatterns = [
    path("cards/<int:card_id>/", views.card, name="card"),
    path("cards/<int:card_id>/image/", views.card_image, name="card_image"),
    path("cards/<int:card_id>/crop/<slug:field>/", views.card_crop, name="card_crop"),
    path("cards/<int:card_id>/delete/", views.card_delete, name="card_delete"),
    path("cards/<int:card_id>/read/", views.card_read_again, name="card_read_again"),
    path("people/<int:contact_id>/cards/", views.person_cards, name="person_cards"),
]
