"""The mood of a client's comment in Ukrainian, Russian, English or a mixture, with the words that tell it.

Plain Python, nothing but the standard library at run time. See docs/sentiment.md.
"""
