"""The table of contents of gatherings."""

from django.urls import path

from yorisoi.apps.events import (
    attendance_pages,
    brief_pages,
    calendar_pages,
    capture_pages,
    debrief_pages,
    phone_pages,
    views,
)

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/calendar.ics", calendar_pages.events_ics, name="events_ics"),
    path("events/import/", calendar_pages.events_import, name="events_import"),
    path("events/import/apply/", calendar_pages.events_import_apply, name="events_import_apply"),
    path("events/<int:event_id>/calendar.ics", calendar_pages.event_ics, name="event_ics"),
    path("events/new/", views.event_new, name="event_new"),
    path("events/<int:event_id>/", views.event, name="event"),
    path("events/<int:event_id>/edit/", views.event_edit, name="event_edit"),
    path("events/<int:event_id>/remove/", views.event_remove, name="event_remove"),
    path("events/<int:event_id>/brief/", brief_pages.brief, name="brief"),
    path("events/<int:event_id>/people/", attendance_pages.event_people, name="event_people"),
    path("events/<int:event_id>/attend/", attendance_pages.event_attend, name="event_attend"),
    path("events/<int:event_id>/people/<int:attendance_id>/", attendance_pages.attendance, name="attendance"),
    path(
        "events/<int:event_id>/people/<int:attendance_id>/leave/",
        attendance_pages.attendance_leave,
        name="attendance_leave",
    ),
    path("sw.js", phone_pages.service_worker, name="service_worker"),
    path("manifest.webmanifest", phone_pages.manifest, name="manifest"),
    path("offline/", phone_pages.offline, name="offline"),
    path("events/<int:event_id>/debrief/", debrief_pages.debrief, name="debrief"),
    path("debrief/", debrief_pages.debrief_loose, name="debrief_loose"),
    path("debrief/<int:capture_id>/", debrief_pages.debrief_one, name="debrief_one"),
    path("debrief/<int:capture_id>/undo/", debrief_pages.debrief_undo, name="debrief_undo"),
    path("capture/", capture_pages.capture, name="capture"),
    path("capture/shell/", capture_pages.shell, name="capture_shell"),
    path("capture/arrived/", capture_pages.arrived, name="capture_arrived"),
    path("capture/token/", capture_pages.token, name="capture_token"),
    path("capture/receive/", capture_pages.receive, name="capture_receive"),
    path("capture/<int:capture_id>/", capture_pages.capture_edit, name="capture_edit"),
    path("capture/<int:capture_id>/remove/", capture_pages.capture_remove, name="capture_remove"),
]
