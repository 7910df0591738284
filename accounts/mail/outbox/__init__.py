"""From a row to the mail server, whoever dies on the way: one commit for each letter.

The commit that says "this one is sent" is the commit that says "the next one is being attempted"; so a process that dies leaves
at most one letter in doubt, and that one is asked after (evidence) or left to a person (held).
"""
