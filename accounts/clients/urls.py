"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.clients.views import people, persons

CLIENT = "clients/<uuid:client_id>/"
PERSON = "people/<uuid:contact_id>/"
POSITION = "positions/<uuid:position_id>/"

urlpatterns = [
    path(CLIENT + "people/", people.people, name="client-people"),
    path(CLIENT + "people/new/", people.new_contact, name="contact-new"),
    path(POSITION, people.edit_position, name="position"),
    path(POSITION + "departure/", people.departure, name="position-departure"),
    path(PERSON, persons.person, name="contact"),
    path(PERSON + "edit/", persons.edit_person, name="contact-edit"),
]
