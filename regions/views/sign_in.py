"""Signing in, and one's own password."""

from django.contrib import messages
from django.contrib.auth import views
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from regions.forms.sign_in import NewPasswordForm, SignInForm


class SignIn(views.LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        del context["site_name"]  # Django puts the host here; ours is the setting
        return context


class PasswordChange(views.PasswordChangeView):
    """One's own password; choosing a new one ends `must_change_password`."""

    form_class = NewPasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("dashboards:overview")

    def form_valid(self, form):
        form.user.must_change_password = False
        response = super().form_valid(form)  # saves the user, keeps the session
        messages.success(self.request, _("密码已修改。"))
        return response


class PasswordChangeMiddleware:
    """Sends who still has a password given by someone else to choose their own."""

    OPEN = {"password_change", "logout"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if request.resolver_match.view_name in self.OPEN:
            return None
        if getattr(view, "answers_programs", False):  # says it itself, as JSON
            return None
        return redirect("password_change")
