"""Signing in and out, one's password."""

from django.contrib.auth import views as auth
from django.urls import path

from regions import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
]
