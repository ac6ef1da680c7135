"""Forms about people: signing in, members, departments."""

from regions.forms.sign_in import NewPasswordForm, SignInForm

__all__ = ["NewPasswordForm", "SignInForm"]
