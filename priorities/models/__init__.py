"""What a country promised (promises.py), what it says of how far it is (reporting.py) and shows of it (evidence.py),
and by when (cycles.py)."""

from .cycles import Reminder, ReportingCycle
from .evidence import Evidence
from .promises import Implementation, NextStep, Outlook, Pillar, PriorityAction, Roadmap, Theme
from .reporting import Decision, ProgressUpdate

__all__ = [
    "Decision",
    "Evidence",
    "Implementation",
    "NextStep",
    "Outlook",
    "Pillar",
    "PriorityAction",
    "ProgressUpdate",
    "Reminder",
    "ReportingCycle",
    "Roadmap",
    "Theme",
]
