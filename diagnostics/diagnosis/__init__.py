"""The diagnosis: measure, judge, word. Each is a module of its own and may be read alone."""

from diagnostics.diagnosis.answer import Diagnosis, diagnose
from diagnostics.diagnosis.scenario import what_if

__all__ = ["Diagnosis", "diagnose", "what_if"]
