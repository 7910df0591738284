"""What can be done with answers."""

from feedback.responses.actions.past import PastAnswer, record_past
from feedback.responses.actions.writing import columns_of, fact_of, told_key

__all__ = ["PastAnswer", "columns_of", "fact_of", "record_past", "told_key"]
