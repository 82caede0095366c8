"""People: the list, one person's card, and what is known of them. The person's own page is with the timeline."""

from django.urls import path

from yorisoi.apps.contacts import courtesy_pages, merge_pages, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.person_new, name="person_new"),
    path("people/duplicates/", merge_pages.duplicates_page, name="duplicates"),
    path("people/<int:contact_id>/same/", merge_pages.same_person, name="same_person"),
    path("people/<int:contact_id>/merge/<int:other_id>/", merge_pages.merge, name="merge"),
    path("people/<int:contact_id>/not-same/<int:other_id>/", merge_pages.not_same, name="not_same"),
    path("merges/<int:merge_id>/undo/", merge_pages.merge_undo, name="merge_undo"),
    path("people/<int:contact_id>/edit/", views.person_edit, name="person_edit"),
    path("people/<int:contact_id>/delete/", views.person_delete, name="person_delete"),
    path("people/<int:contact_id>/closeness/", views.person_closeness, name="person_closeness"),
    path("people/<int:contact_id>/tags/", views.person_tags, name="person_tags"),
    path("people/<int:contact_id>/facts/new/", views.fact_new, name="fact_new"),
    path("people/<int:contact_id>/facts/<int:fact_id>/", views.fact_edit, name="fact_edit"),
    path("people/<int:contact_id>/facts/<int:fact_id>/remove/", views.fact_remove, name="fact_remove"),
    path("people/<int:contact_id>/facts/<int:fact_id>/solve/", views.fact_solve, name="fact_solve"),
    path("people/<int:contact_id>/points/new/", views.point_new, name="point_new"),
    path("people/<int:contact_id>/points/<int:point_id>/remove/", views.point_remove, name="point_remove"),
    path("people/<int:contact_id>/seasons/", courtesy_pages.season_new, name="season_new"),
    path("seasons/", courtesy_pages.season_new, name="season_new"),
    path("seasons/<int:season_id>/remove/", courtesy_pages.season_remove, name="season_remove"),
    path("courtesy/", courtesy_pages.calendar_page, name="courtesy"),
]
