"""Signing in and changing one's password, in words of our own."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不正确，请重新输入；密码区分大小写。"),
        "inactive": _("账号已停用，请联系本地区管理员。"),
    }


class NewPasswordForm(PasswordChangeForm):
    """Django's form, which also refuses the old password as the new one."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": _("现在的密码不正确，请重新输入。"),
        "password_mismatch": _("两次输入的新密码不一致，请重新输入。"),
        "same_as_old": _("新密码与现在的密码相同，请重新设置。"),
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("现在的密码")
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = _("新密码"), _("再次输入新密码")
        first.help_text = _(
            "密码至少8位，不得全为数字，不得与用户名、姓名相近，不得为常见密码。"
        )
        again.help_text = _("请再次输入新密码。")

    def clean(self):
        found = super().clean()
        new = found.get("new_password1")
        if new and new == found.get("old_password"):
            raise forms.ValidationError(
                self.error_messages["same_as_old"], code="same_as_old"
            )
        return found
