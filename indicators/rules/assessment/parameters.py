"""The thresholds of the assessment (README B2), published with every verdict."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Parameters:
    """Thresholds of one assessment; shares are fractions, windows are years."""

    about_rel: float = 0.02
    ratio_ahead: float = 1.10
    ratio_on: float = 0.95
    ratio_behind: float = 0.60
    early_share: float = 0.10
    early_slack: float = 0.05
    reverse_share: float = 0.10
    ahead_min_years: int = 2
    erosion_risk: float = 0.80
    recent_years: int = 6
    window_points: int = 6
    window_years: int = 10
    ols_min: int = 4
    two_point_reach: float = 2.0
    ols_reach: float = 2.0
    small_events: int = 20
    pool_max: int = 5
    pool_min: int = 3
    chi2_crit: float = 9.549535706

    def to_dict(self) -> dict:
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping) -> "Parameters":
        """Return stored thresholds; today's stand in for those that are not there."""
        known = {f.name: given.get(f.name) for f in fields(cls)}
        return cls(**{name: v for name, v in known.items() if v is not None})


DEFAULT = Parameters()
