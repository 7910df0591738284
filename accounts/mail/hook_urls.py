"""Where a mail provider reports what came back."""

from django.urls import path

from accounts.mail import hooks

urlpatterns = [path("hooks/<slug:provider>/<str:secret>/", hooks.report, name="mail-hook")]
