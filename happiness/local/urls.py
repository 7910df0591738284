"""Addresses of /dev/mail/, for the site map to include under `up`."""

from django.urls import path

from happiness.local import mail_view

app_name = "dev-mail"
urlpatterns = [
    path("", mail_view.letter_list, name="list"),
    path("delete", mail_view.delete_all, name="delete"),
    path("<str:letter_id>/", mail_view.letter_page, name="letter"),
    path("<str:letter_id>/html", mail_view.letter_html, name="html"),
    path("<str:letter_id>/raw", mail_view.letter_raw, name="raw"),
]
