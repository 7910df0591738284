from django.urls import path

from happiness.gallery import views

urlpatterns = [
    path("ui/", views.gallery, name="ui"),
    path("ui/theme.css", views.theme, name="ui-theme"),
    path("ui/letters/<slug:name>/", views.letter, name="ui-letter"),
    path("ui/form/", views.form_page, name="ui-form"),
]
