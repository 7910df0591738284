"""Search: clients, people and what they said, by the beginnings of words, in whatever case, ending or apostrophe."""
