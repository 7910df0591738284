"""Reading occasions, gestures, and what is set about them."""

from journeys.care.queries.gestures import (
    ahead,
    effect_on_mood,
    gesture_titles,
    gestures,
    letter_key,
    letter_of,
    waiting,
)
from journeys.care.queries.occasions import EVERYBODY, Occasion, Scope, gestures_of, month, next_of_person, occasions
from journeys.care.queries.permits import Standing, address_of, already, spent, standing, why_no_money, why_not
from journeys.care.queries.settings import (
    care_of_client,
    care_of_person,
    clients_of_moments,
    clients_of_wishes,
    feed_of_claim,
    hard_moments,
    holders_of_feeds,
    open_feed,
    people_of_wishes,
    rules,
)

__all__ = [
    "EVERYBODY",
    "Occasion",
    "Scope",
    "Standing",
    "address_of",
    "ahead",
    "already",
    "care_of_client",
    "care_of_person",
    "clients_of_moments",
    "clients_of_wishes",
    "effect_on_mood",
    "feed_of_claim",
    "gesture_titles",
    "gestures",
    "gestures_of",
    "hard_moments",
    "holders_of_feeds",
    "letter_key",
    "letter_of",
    "month",
    "next_of_person",
    "occasions",
    "open_feed",
    "people_of_wishes",
    "rules",
    "spent",
    "standing",
    "waiting",
    "why_no_money",
    "why_not",
]
