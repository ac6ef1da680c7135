"""Signing in and out, one's password; members and departments."""

from django.contrib.auth import views as auth
from django.urls import path

from regions.views import bureau, departments, pasting, people, sign_in, tokens

urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", sign_in.PasswordChange.as_view(), name="password_change"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    # /people/: what stands before <username> is in accounts.RESERVED, as are
    # owners and handover, which the indicators app answers
    path("people/", people.people, name="people"),
    path("people/new/", people.people_new, name="people_new"),
    path("people/paste/", pasting.people_paste, name="people_paste"),
    path(
        "people/departments/", departments.people_departments, name="people_departments"
    ),
    path("people/bureau/", bureau.people_bureau, name="people_bureau"),
    path("people/<str:username>/", people.people_person, name="people_person"),
    path("people/<str:username>/tokens/", tokens.people_tokens, name="people_tokens"),
]
