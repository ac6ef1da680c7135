"""Static files: one file of plotly, hashed names, compressed, cached for ever."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import storages
from django.core.management import call_command
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from healthplan import settings as project
from healthplan.static import PLOTLY, PlotlyFinder


def test_plotly_publishes_exactly_one_file():
    published = [
        f"{storage.prefix}/{path}" for path, storage in PlotlyFinder().list([])
    ]

    assert published == [PLOTLY]
    assert finders.find(PLOTLY).endswith("package_data/plotly.min.js")
    assert PlotlyFinder().find("vendor/datasets.json") == []


@pytest.fixture
def published(settings, tmp_path):
    """Static files as in production, without the 4.8 MB of plotly."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = project.STATICFILES_FINDERS[:1]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "healthplan.static.HashedStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_files_are_published_hashed_and_compressed(published):
    names = [path.name for path in (published / "css").iterdir()]
    stylesheet = storages["staticfiles"].url("css/base.css").rsplit("/", 1)[1]

    assert re.fullmatch(r"base\.[0-9a-f]{12}\.css", stylesheet)
    assert stylesheet in names and "base.css" not in names
    packed = (published / "css" / f"{stylesheet}.gz").read_bytes()
    assert gzip.decompress(packed) == (published / "css" / stylesheet).read_bytes()


def test_scripts_import_each_other_by_hashed_names(published):
    scripts = {path: path.read_text("utf-8") for path in published.rglob("*.js")}
    imports = [
        (path, name)
        for path, text in scripts.items()
        for name in re.findall(r"""^import\b[^"';]*["'](\.[^"']+)["']""", text, re.M)
    ]

    assert len(imports) > 20
    for path, name in imports:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), f"{path.name}: {name}"
        assert (path.parent / name).resolve() in scripts


def test_a_hashed_file_is_cached_for_ever(published, rf, db):
    address = storages["staticfiles"].url("css/base.css")

    middleware = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    response = middleware(rf.get(address, headers={"accept-encoding": "gzip"}))
    response.file_to_stream.close()

    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
