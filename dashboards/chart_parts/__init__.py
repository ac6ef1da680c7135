"""The shapes of the indicator chart, each from its own rows."""

from dashboards.chart_parts import marks, names
from dashboards.chart_parts.aims import limits, plan_path, reference_lines
from dashboards.chart_parts.gates import gates
from dashboards.chart_parts.series import forecast, own_line, upper
from dashboards.chart_parts.words import Words

__all__ = [
    "Words",
    "forecast",
    "gates",
    "limits",
    "marks",
    "names",
    "own_line",
    "plan_path",
    "reference_lines",
    "upper",
]
