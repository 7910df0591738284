"""Letters of your own words to a client's person, that a rule or a playbook wants: each waits for a moment that suits the
person, and is looked at again before it leaves."""
