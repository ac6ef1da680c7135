"""Pages about people: signing in, members, departments."""

from regions.views.sign_in import PasswordChangeMiddleware

__all__ = ["PasswordChangeMiddleware"]  # settings.MIDDLEWARE names it here
