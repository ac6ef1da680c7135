"""The column types that the models share: figures, years, people, labels."""

from collections.abc import Mapping

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy

FIRST_YEAR, LAST_YEAR = 1900, 2100


class FigureField(models.DecimalField):
    """A figure, exact: 20 digits, 8 of them decimals; never rounded on the way in.

    SQLite keeps 15 significant digits, enough for 99 万亿元 to the fen.
    """

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_digits": 20, "decimal_places": 8}
        super().__init__(*args, **kwargs)


class YearField(models.PositiveSmallIntegerField):
    """A calendar year between 1900 and 2100."""

    default_validators = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


def year_is_sane(name: str, field: str = "year") -> models.CheckConstraint:
    """Return the constraint that keeps a year column within the program's span."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gte": FIRST_YEAR, f"{field}__lte": LAST_YEAR}),
        name=name,
    )


def labelled(table: Mapping, code: str) -> tuple:
    """Return a member of choices: the code with its label, of the table that holds all
    its words. KeyError for a code that nobody has given any."""
    return code, gettext_lazy(table[code].label)


def by_whom(label, **more):
    """Return the column of the person who did something; people are never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        **({"null": True, "blank": True, "related_name": "+"} | more),
    )
