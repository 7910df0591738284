"""Texts of allauth and Django that people meet when they sign in or fill in a form, and that their own Ukrainian and Russian
lack or say badly: machine-like, with another apostrophe, with Latin letters in between.

Named here, they get into our catalogue, and ours comes first (LOCALE_PATHS). Nothing else reads this module.
"""

from django.utils.translation import gettext_noop

ALLAUTH = (
    # fields
    gettext_noop("Email"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password (again)"),
    gettext_noop("Authenticator code"),
    gettext_noop("Forgot your password?"),
    # other ways to confirm that it is you
    gettext_noop("Use your password"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use a security key"),
    # names of new passkeys
    gettext_noop("Master key"),
    gettext_noop("Backup key"),
    gettext_noop("Key nr. {number}"),
    # refusals
    gettext_noop("Incorrect code."),
    gettext_noop("Incorrect password."),
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("This email address is already associated with this account."),
    gettext_noop("The new value must be different from the current one."),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_noop("Unable to confirm %(email)s because it is already confirmed by a different account."),
)

DJANGO = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
)
