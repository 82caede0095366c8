"""The person's page, the timeline and the writing desk."""

from django.urls import path

from yorisoi.apps.interactions import desk, knobs, second_opinion, views

urlpatterns = [
    path("garden/", views.garden_page, name="garden"),
    path("people/<int:contact_id>/", views.person, name="person"),
    path("people/<int:contact_id>/why/", views.why, name="explain"),
    path("people/<int:contact_id>/log/", views.log, name="person_log"),
    path("people/<int:contact_id>/timeline/", views.timeline_page, name="timeline"),
    path("people/<int:contact_id>/interactions/new/", views.interaction_new, name="interaction_new"),
    path("people/<int:contact_id>/reply-settled/", views.settle_reply, name="reply_settle"),
    path("people/<int:contact_id>/close/", views.close, name="person_close"),
    path("people/<int:contact_id>/comfort/", knobs.person_comfort, name="person_comfort"),
    path("people/<int:contact_id>/forget/", knobs.person_forget, name="person_forget"),
    path("learned/", knobs.learned_page, name="learned"),
    path("learned/forget/", knobs.learned_forget, name="learned_forget"),
    path("interactions/<int:interaction_id>/", views.interaction_edit, name="interaction_edit"),
    path("interactions/<int:interaction_id>/remove/", views.interaction_remove, name="interaction_remove"),
    path("interactions/<int:interaction_id>/react/", views.react, name="interaction_react"),
    path("people/<int:contact_id>/write/", desk.desk, name="desk"),
    path("people/<int:contact_id>/write/check/", desk.check, name="desk_check"),
    path("people/<int:contact_id>/write/begin/", desk.begin, name="desk_begin"),
    path("people/<int:contact_id>/write/rest-rule/", desk.rest_rule, name="desk_rest_rule"),
    path("people/<int:contact_id>/write/sent/", desk.sent, name="desk_sent"),
    path("people/<int:contact_id>/write/second-opinion/", second_opinion.show, name="second_opinion"),
    path("people/<int:contact_id>/write/second-opinion/send/", second_opinion.send, name="second_opinion_send"),
]
