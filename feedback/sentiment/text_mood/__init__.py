"""The mood of a client's comment in Ukrainian, Russian, English or a mixture, with the words that tell it.

Plain Python, nothing but the standard library at run time. See docs/sentiment.md.
"""

from .analysis import analyze
from .result import Aspect, Hit, MoodResult, OrganizationWord, Signal

__all__ = ["Aspect", "Hit", "MoodResult", "OrganizationWord", "Signal", "analyze"]
