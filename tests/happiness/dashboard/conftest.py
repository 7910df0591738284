from tests.feedback.happiness_index.conftest import house, other_house

__all__ = ["house", "other_house"]
