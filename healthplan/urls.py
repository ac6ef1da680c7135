"""Every address of the program (design.md §7)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("regions.urls")),
    path("", include("dashboards.urls")),
]
