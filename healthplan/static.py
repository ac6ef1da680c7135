"""Static files: those that come inside installed packages, and the hashed names."""

from pathlib import Path

import plotly
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PLOTLY = "vendor/plotly.min.js"
IMPORT = r'(?m)^(?P<matched>(?P<what>import\b[^";]*)"(?P<url>\.[^"]+)")'


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


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Publishes files under hashed names, also where one of our scripts imports
    another.

    A script's name then changes with whatever it imports, so scripts must not import
    each other in a circle: collectstatic stops at one. Django's own switch for this
    reads every script, and fails on an example in a comment of an installed package.
    """

    # A pass settles one level of scripts that import each other; the grid has ten.
    max_post_process_passes = 20
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((IMPORT, '%(what)s"%(url)s"'),)),
    )
