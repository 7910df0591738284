"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.invitations import views

urlpatterns = [
    path("people/<uuid:contact_id>/ask/", views.ask, name="ask"),
    path("surveys/<uuid:survey_id>/asked/", views.asked, name="survey-asked"),
    path("invitations/<uuid:invitation_id>/withdrawal/", views.withdraw, name="invitation-withdrawal"),
]
