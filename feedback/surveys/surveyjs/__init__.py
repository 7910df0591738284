"""Surveys as SurveyJS keeps them (its JSON, of version 1 and later), read and written. Plain Python.

What SurveyJS has no word for stands in a property of ours, "happiness", which other programs pass over and `read` takes
up again. Its answers are conditions over {name}; what we know of the person is {role}, {stage}, {segment}, {language}.
"""

from feedback.surveys.foreign import BadSurvey, Foreign, Loss, Lost
from feedback.surveys.surveyjs.reading import loads, read
from feedback.surveys.surveyjs.writing import write

__all__ = ["BadSurvey", "Foreign", "Loss", "Lost", "loads", "read", "write"]
