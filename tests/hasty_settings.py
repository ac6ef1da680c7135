"""The project's settings for processes of tests: passwords hashed fast."""

from healthplan.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
