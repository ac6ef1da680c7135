"""The rules of a new password in the program's own words.

What is refused is Django's; its Chinese texts mix English and 你.
"""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class UnlikeThePerson(rules.UserAttributeSimilarityValidator):
    """Refuses what is close to the user name, the name or the address."""

    def get_error_message(self):
        return _("密码与用户名、姓名或邮箱相近，请重新设置。")

    def get_help_text(self):
        return _("密码不得与用户名、姓名相近。")


class LongEnough(rules.MinimumLengthValidator):
    """Refuses fewer than eight characters."""

    def get_error_message(self):
        return _("密码不足%(n)s位，请重新设置。") % {"n": self.min_length}

    def get_help_text(self):
        return _("密码至少%(n)s位。") % {"n": self.min_length}


class NotCommon(rules.CommonPasswordValidator):
    """Refuses the 20,000 passwords that are tried first."""

    def get_error_message(self):
        return _("密码过于常见，请重新设置。")

    def get_help_text(self):
        return _("密码不得为常见密码。")


class NotOnlyDigits(rules.NumericPasswordValidator):
    """Refuses numbers."""

    def get_error_message(self):
        return _("密码全为数字，请重新设置。")

    def get_help_text(self):
        return _("密码不得全为数字。")
