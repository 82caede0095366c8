"""The door and the owner's own preferences."""

from django.urls import path

from yorisoi.apps.accounts import views

urlpatterns = [
    path("enter/<str:token>/", views.enter, name="enter"),
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/second-opinion/", views.second_opinion, name="second_opinion_settings"),
]
