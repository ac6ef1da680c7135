"""Regions, their departments, and the people who work in them."""

from regions.models.people import Membership, PersonLog, User
from regions.models.territory import (
    Department,
    DepartmentQuerySet,
    Region,
    RegionQuerySet,
    administered,
)
from regions.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Department",
    "DepartmentQuerySet",
    "Membership",
    "PersonLog",
    "Region",
    "RegionQuerySet",
    "User",
    "administered",
]
