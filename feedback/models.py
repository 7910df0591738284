"""Table of contents: every model of this app. Other code imports it from its slice."""

from feedback.alerts.models import (
    Alert,
    AlertAct,
    AlertEvidence,
    AlertNotice,
    AlertRule,
    AlertSettings,
    Escalation,
    Snooze,
)
from feedback.coverage.models import CoverageTarget
from feedback.happiness_index.models import IndexBaseline, IndexSnapshot, IndexVersion, IndexWeights
from feedback.insights.models import HouseDay
from feedback.interactions.models import Attachment, Interaction, InteractionContact, LetterAddress, Need, Promise
from feedback.invitations.models import CalmRule, Hold, Invitation, LinkOpen, PlannedAsk, SendDecision, Wave, WavePerson
from feedback.letters.models import PlannedLetter
from feedback.responses.models import PartialResponse, Response, ResponseRevision
from feedback.rollups.models import DirtyMonth, MonthlyMood, MonthlyTouch
from feedback.safe_island.models import (
    ConfidentialAccess,
    ConfidentialMessage,
    ConfidentialReader,
    ConfidentialThread,
)
from feedback.sentiment.models import LexiconEntry, MoodCorrection, MoodReading, RemoteConsent, TextMood
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion
from feedback.triggers.models import Backtest, BacktestAsk, RuleVersion, TriggerFiring, TriggerRule

__all__ = [
    "Alert",
    "AlertAct",
    "AlertEvidence",
    "AlertNotice",
    "AlertRule",
    "AlertSettings",
    "Attachment",
    "Backtest",
    "BacktestAsk",
    "CalmRule",
    "ConfidentialAccess",
    "ConfidentialMessage",
    "ConfidentialReader",
    "ConfidentialThread",
    "CoverageTarget",
    "DirtyMonth",
    "Escalation",
    "Hold",
    "HouseDay",
    "IndexBaseline",
    "IndexSnapshot",
    "IndexVersion",
    "IndexWeights",
    "Interaction",
    "InteractionContact",
    "Invitation",
    "LetterAddress",
    "LexiconEntry",
    "LinkOpen",
    "MonthlyMood",
    "MonthlyTouch",
    "MoodCorrection",
    "MoodReading",
    "Need",
    "PartialResponse",
    "PlannedAsk",
    "PlannedLetter",
    "Promise",
    "RemoteConsent",
    "Response",
    "ResponseRevision",
    "RuleVersion",
    "SendDecision",
    "Snooze",
    "Survey",
    "SurveyDraft",
    "SurveyVersion",
    "TextMood",
    "TriggerFiring",
    "TriggerRule",
    "Wave",
    "WavePerson",
]
