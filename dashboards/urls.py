"""Pages for looking at the plans (design.md §7)."""

from django.http import HttpResponse
from django.urls import path

app_name = "dashboards"
urlpatterns = [path("", lambda request: HttpResponse("ok"), name="overview")]
