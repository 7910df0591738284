"""Invitations: the only door to asking a person. Each is one person, in one role, about one version of a survey."""
