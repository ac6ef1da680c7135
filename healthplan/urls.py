"""Every address of the program."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from dashboards import api


@login_not_required
def favicon(request):
    """Send browsers that ask at the root, as they do on admin pages, to the icon."""
    return redirect(static("icon.svg"))


handler500 = "healthplan.outages.server_error"

urlpatterns = [
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("", include("indicators.urls")),
    path("", include("regions.urls")),
    path("", include("dashboards.urls")),
]
