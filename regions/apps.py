from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from regions import sessions, sqlite


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("地区与人员")

    def ready(self):
        sqlite.listen()
        sessions.listen()
        autodiscover_modules("open_work")  # regions/open_work.py says what for
