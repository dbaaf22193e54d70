"""What a country promised (promises.py), what it says of how far it is (reporting.py), shows of it (evidence.py) and
answers when it is asked (comments.py), and by when (cycles.py)."""

from .comments import Comment
from .cycles import Question, Reminder, ReportingCycle
from .evidence import Evidence
from .promises import Implementation, NextStep, Outlook, Pillar, PriorityAction, Roadmap, Theme
from .reporting import Decision, ProgressUpdate

__all__ = [
    "Comment",
    "Decision",
    "Evidence",
    "Implementation",
    "NextStep",
    "Outlook",
    "Pillar",
    "PriorityAction",
    "ProgressUpdate",
    "Question",
    "Reminder",
    "ReportingCycle",
    "Roadmap",
    "Theme",
]
