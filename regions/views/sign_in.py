"""Signing in, and one's own password."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from regions import sessions
from regions.forms.sign_in import NewPasswordForm, SignInForm
from regions.people import tokens


class SignIn(views.LoginView):
    """The sign-in page; a script that signs in again over its page gets JSON."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self):
        """Return the page asked for before signing in; "" for the site's own address,
        which is how everyone comes and leads to where each person's work begins."""
        asked = super().get_redirect_url()
        return "" if asked == reverse("dashboards:overview") else asked

    def get_default_redirect_url(self):
        return reverse(self.request.user.home)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        del context["site_name"]  # Django puts the host here; ours is the setting
        return context | {"over": sessions.reason(self.request.GET.get("over", ""))}

    def form_valid(self, form):
        answer = super().form_valid(form)
        return JsonResponse({}) if sessions.asks_for_json(self.request) else answer

    def form_invalid(self, form):
        if not sessions.asks_for_json(self.request):
            return super().form_invalid(form)
        said = [*form.non_field_errors(), *(e for f in form for e in f.errors)]
        return JsonResponse({"error": said[0]}, status=400)


def page_is_old(request, reason=""):
    """Django's CSRF_FAILURE_VIEW: mostly a page from before signing in again in another
    tab. A script is told to ask for the password, and then sends what it has again."""
    if sessions.asks_for_json(request):
        said = _("页面已过期，请重新登录后再保存。")
        return JsonResponse({"error": said}, status=401)
    again = reverse("login") if request.path == reverse("login") else request.path
    return render(request, "403_csrf.html", {"again": again}, status=403)


class PasswordChange(views.PasswordChangeView):
    """One's own password; choosing a new one ends `must_change_password`, every other
    session and every access token."""

    form_class = NewPasswordForm
    template_name = "registration/password.html"

    def get_success_url(self):
        return reverse(self.request.user.home)

    def form_valid(self, form):
        form.user.must_change_password = False
        response = super().form_valid(form)  # saves the user, keeps the session
        ended = tokens.revoke_all(form.user, by=form.user)
        said = _("密码已修改，其他设备上的登录已退出。")
        if ended:
            said += _("%(n)d个访问令牌已撤销。") % {"n": ended}
        messages.success(self.request, said)
        return response


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in page; a script is told instead.

    JSON gets 401 with a sentence, a part of a page (htmx) makes the whole page go.
    The sign-in page is told why, where a session has just ended.
    """

    def handle_no_permission(self, request, view_func):
        if sessions.asks_for_json(request):
            return JsonResponse({"error": sessions.sentence(request)}, status=401)
        if request.htmx:
            here = urlsplit(request.htmx.current_url or "/")
            path = here.path + (f"?{here.query}" if here.query else "")
            return HttpResponseClientRedirect(self._sign_in(request, path))
        answer = super().handle_no_permission(request, view_func)
        if hasattr(request, sessions.OVER):
            answer["Location"] = self._sign_in(request, request.get_full_path())
        return answer

    def _sign_in(self, request, path: str) -> str:
        url = views.redirect_to_login(path, str(settings.LOGIN_URL)).url
        return (
            f"{url}&over={getattr(request, sessions.OVER)}"
            if hasattr(request, sessions.OVER)
            else url
        )


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
