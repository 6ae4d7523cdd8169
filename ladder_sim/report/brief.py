"""The brief of a report, and reading it from a file."""

from __future__ import annotations

from ladder_sim.model.report_options import AUDIENCES, SECTIONS, Audience, Brief
from ladder_sim.scenarios.loading import load_brief

__all__ = ["AUDIENCES", "SECTIONS", "Audience", "Brief", "load_brief"]
