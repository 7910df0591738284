"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.organizations.views import (
    access,
    audit,
    files,
    look,
    mail,
    organization,
    people,
    profile,
    sender,
    structure,
    suppressions,
)

LETTER = "settings/mail/<uuid:letter_id>/"
BLOCKED = "settings/mail/blocked/"

urlpatterns = [
    path("settings/", organization.entrance, name="settings"),
    path("settings/organization/", organization.organization, name="settings-organization"),
    path("settings/hours/", organization.hours, name="settings-hours"),
    path("settings/look/", look.look, name="settings-look"),
    path("settings/look/undo/", look.look_undo, name="settings-look-undo"),
    path("settings/look/preview/<str:digits>.css", look.look_preview, name="settings-look-preview"),
    path("theme.<str:version>.css", look.theme, name="theme"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.new_person, name="person-new"),
    path("settings/people/<uuid:person_id>/", people.person, name="person"),
    path("settings/people/<uuid:person_id>/edit/", people.edit_person, name="person-edit"),
    path("settings/people/<uuid:person_id>/access/", access.change_access, name="person-access"),
    path("settings/people/<uuid:person_id>/invitation/", access.invite, name="person-invitation"),
    path(
        "settings/people/<uuid:person_id>/invitation/letter/", access.resend_invitation, name="person-invitation-letter"
    ),
    path(
        "settings/people/<uuid:person_id>/invitation/revocation/",
        access.revoke_invitation,
        name="person-invitation-revocation",
    ),
    path("settings/people/<uuid:person_id>/departure/", access.departure, name="person-departure"),
    path("settings/departments/", structure.departments, name="departments"),
    path("settings/departments/new/", structure.new_department, name="department-new"),
    path("settings/departments/<uuid:department_id>/", structure.edit_department, name="department"),
    path("settings/departments/<uuid:department_id>/archive/", structure.archive_department, name="department-archive"),
    path("settings/touchpoints/", structure.touchpoints, name="touchpoints"),
    path("settings/touchpoints/new/", structure.new_touchpoint, name="touchpoint-new"),
    path("settings/touchpoints/<uuid:touchpoint_id>/", structure.edit_touchpoint, name="touchpoint"),
    path("settings/touchpoints/<uuid:touchpoint_id>/archive/", structure.archive_touchpoint, name="touchpoint-archive"),
    path("settings/mail/", mail.log, name="mail-log"),
    path(LETTER, mail.letter, name="mail-letter"),
    path(LETTER + "content/", mail.content, name="mail-letter-content"),
    path(LETTER + "resend/", mail.resend, name="mail-letter-resend"),
    path(LETTER + "drop/", mail.drop, name="mail-letter-drop"),
    path("settings/mail/sender/", sender.sender, name="mail-sender"),
    path("settings/mail/sender/stop/", sender.stop, name="mail-sender-stop"),
    path("settings/mail/sender/resume/", sender.resume, name="mail-sender-resume"),
    path(BLOCKED, suppressions.suppressions, name="suppressions"),
    path(BLOCKED + "new/", suppressions.new_suppression, name="suppression-new"),
    path(BLOCKED + "<uuid:suppression_id>/removal/", suppressions.removal, name="suppression-removal"),
    path("settings/audit/", audit.entries, name="audit"),
    path("settings/audit/export.csv", audit.export, name="audit-export"),
    path("settings/me/", profile.profile, name="profile"),
    path("settings/me/departure/", profile.departure, name="profile-departure"),
    path("files/<path:path>", files.file, name="file"),
]
