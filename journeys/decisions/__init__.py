"""What waits for somebody's decision: one question, the money it is about, a few choices, a day, and one person who answers.

They answer on a page, or behind a link of their own in the letter, without signing in unless much money is at stake. A choice
becomes work: a call a task of theirs, a delegation a task of whoever they name.
"""
