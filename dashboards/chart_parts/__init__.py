"""The shapes of the indicator chart, each from its own rows."""

from dashboards.chart_parts.aims import gates, limits, plan_path, reference_lines
from dashboards.chart_parts.series import forecast, own_line, upper

__all__ = [
    "forecast",
    "gates",
    "limits",
    "own_line",
    "plan_path",
    "reference_lines",
    "upper",
]
