"""Forms of the administrator's desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from indicators.plans.loading import targets


class TargetForm(forms.ModelForm):
    """A target's printed words; the program reads them, nobody types the reading.

    `reading` holds the figures and questions of valid words (loading/targets.py).
    """

    class Meta:
        model = Target
        fields = (
            *("plan_indicator", "year", "issuer", "raw", "confirmed", "in_table"),
            *("source_ref", "remark", "revision", "adopted_on", "document", "reason"),
        )

    reading = None

    def clean(self):
        found = super().clean()
        # Where row or issuer are shown and not asked, the stored ones count.
        row = found.get("plan_indicator") or self.stored("plan_indicator")
        issuer = found.get("issuer") or self.stored("issuer")
        if row and issuer and found.get("raw") and found.get("year"):
            self.read(row, found)
        return found

    def stored(self, name):
        return getattr(self.instance, name) if self.instance.pk else None

    def read(self, row, found):
        self.reading = targets.read(row, found["year"], found["raw"])
        for sentence in self.reading.problems:
            self.add_error("raw", sentence)
        own = row.plan.region_id == found["issuer"].pk if "issuer" in found else True
        if own and self.reading.against and not found.get("confirmed"):
            self.add_error(
                "confirmed",
                _("目标与指标的方向相反。请核对原文；确认无误的，勾选“已人工确认”。"),
            )
        for name, value in self.reading.fields.items():
            setattr(self.instance, name, value)
