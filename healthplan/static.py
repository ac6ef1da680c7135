"""Static files that come inside installed packages."""

from pathlib import Path

import plotly
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PLOTLY = "vendor/plotly.min.js"


class PlotlyFinder(BaseFinder):
    """Publishes plotly.min.js, and nothing else of the plotly package.

    The version is that of the installed package, so the two cannot drift.
    """

    source = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

    def find(self, path, find_all=False, **kwargs):
        if path != PLOTLY:
            return []
        return [str(self.source)] if find_all else str(self.source)

    def list(self, ignore_patterns):
        storage = FileSystemStorage(location=self.source.parent)
        storage.prefix = "vendor"
        yield self.source.name, storage

    def check(self, **kwargs):
        return []
