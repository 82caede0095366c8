"""The table of contents of gatherings."""

from django.urls import path

from yorisoi.apps.events import attendance_pages, views

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new/", views.event_new, name="event_new"),
    path("events/<int:event_id>/", views.event, name="event"),
    path("events/<int:event_id>/edit/", views.event_edit, name="event_edit"),
    path("events/<int:event_id>/remove/", views.event_remove, name="event_remove"),
    path("events/<int:event_id>/people/", attendance_pages.event_people, name="event_people"),
    path("events/<int:event_id>/attend/", attendance_pages.event_attend, name="event_attend"),
    path("events/<int:event_id>/people/<int:attendance_id>/", attendance_pages.attendance, name="attendance"),
    path(
        "events/<int:event_id>/people/<int:attendance_id>/leave/",
        attendance_pages.attendance_leave,
        name="attendance_leave",
    ),
]
