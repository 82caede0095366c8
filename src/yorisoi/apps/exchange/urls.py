"""Bringing in and taking out: the files on their way, each plan and what became of it, and everything as one zip."""

from django.urls import path

from yorisoi.apps.exchange import photo_pages, sorting_pages, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.import_new, name="import_new"),
    path("imports/<int:batch_id>/", views.import_plan, name="import_plan"),
    path("imports/<int:batch_id>/apply/", views.import_apply, name="import_apply"),
    path("imports/<int:batch_id>/progress/", views.import_progress, name="import_progress"),
    path("imports/<int:batch_id>/result/", views.import_result, name="import_result"),
    path("imports/<int:batch_id>/reading/", photo_pages.import_reading, name="import_reading"),
    path("imports/<int:batch_id>/cards/<int:card_id>/", photo_pages.import_card, name="import_card"),
    path("imports/<int:batch_id>/sort/", sorting_pages.import_sort, name="import_sort"),
    path("imports/<int:batch_id>/undo/", views.import_undo, name="import_undo"),
    path("imports/<int:batch_id>/abandon/", views.import_abandon, name="import_abandon"),
    path("export/", views.export_page, name="export"),
    path("export/yorisoi.zip", views.export_zip, name="export_zip"),
]
