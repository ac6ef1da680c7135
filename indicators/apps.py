from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Each registers what it puts before a second person (entry/second_person).
NEED_A_SECOND_PERSON = [
    "indicators.entry.batches.proposing",
    "indicators.plans.loading.revising",
    "indicators.plans.loading.retiring",
]


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("指标与规划")

    def ready(self):
        for module in NEED_A_SECOND_PERSON:
            import_module(module)
