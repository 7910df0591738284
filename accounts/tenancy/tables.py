"""The tables outside of the walls, each with its reason. Every other table belongs to an organization."""

GLOBAL = {
    "accounts.User": "a person signs in before an organization is known",
    "accounts.Job": "the work ledger is read across organizations: ids and times, never content",
    "accounts.Heartbeat": "recurring jobs of the installation",
    "accounts.SystemLetter": "codes and confirmations for people who may belong to no organization; erased once sent",
    "account.EmailAddress": "belongs to User",
    "account.EmailConfirmation": "belongs to User",
    "mfa.Authenticator": "belongs to User",
    "usersessions.UserSession": "belongs to User",
    "sessions.Session": "belongs to User",
    "auth.Group": "comes with django.contrib.auth; unused",
    "auth.Group_permissions": "comes with django.contrib.auth; unused",
    "auth.Permission": "comes with django.contrib.auth; unused",
    "contenttypes.ContentType": "comes with django.contrib.auth; unused",
}
READ_ONLY = {"auth.Group", "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType"}
