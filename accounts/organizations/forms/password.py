"""A password for somebody who joins."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Employee, User


class PasswordForm(forms.Form):
    """A password for somebody who accepts an invitation and has no sign-in yet."""

    password = forms.CharField(
        label=_("Choose a password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, employee: Employee, data: Any = None) -> None:
        super().__init__(data)
        self.employee = employee

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.employee.email))
        return password
