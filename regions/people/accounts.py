"""Makes, edits, stops and restarts accounts."""

from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regions import access
from regions.models import PersonLog, User
from regions.people import roles, tokens
from regions.people.passwords import readable
from regions.people.problems import PeopleError, require_administering
from regions.people.standing import standing

# /people/<username>/ would answer in place of these pages.
RESERVED = {"new", "paste", "departments", "bureau", "owners", "handover"}
LONGEST = 150
EDITABLE = ("full_name", "username", "email")


def spelling_problem(name: str) -> str:
    """Return why a username cannot be used by anyone, or ""."""
    if not name:
        return _("请填写用户名。")
    if len(name) > LONGEST or not _is_spelled(name) or set(name) <= {"."}:
        return _(
            "“%(name)s”不能作用户名：只能用文字、数字和 @ . + - _，中间没有空格。"
        ) % {"name": name[:30]}
    if name.lower() in RESERVED:
        return _("“%(name)s”是系统网址用的词，请换一个用户名。") % {"name": name}
    return ""


def _is_spelled(name) -> bool:
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        return False
    return True


def taken_problem(name: str) -> str:
    return _("用户名“%(name)s”已有人使用，请换一个。") % {"name": name}


def username_problem(name: str, own: User | None = None) -> str:
    """Return why a username cannot be used, or ""; capitals make no difference."""
    if problem := spelling_problem(name):
        return problem
    others = User.objects.exclude(pk=own.pk) if own else User.objects.all()
    return taken_problem(name) if others.filter(username__iexact=name).exists() else ""


def prepare(username, full_name, *, email="", password="") -> tuple[User, str]:
    """Return an unsaved account and its first password, generated unless typed.

    Apart from `store` because hashing is slow by intent: no transaction waits for it.
    """
    person = User(username=username, full_name=full_name, email=email)
    return person, _first(person, password)


@transaction.atomic
def store(person: User, given, *, by) -> None:
    """Save a prepared account with its roles; PeopleError when it cannot be."""
    if problem := username_problem(person.username):
        raise PeopleError(problem)
    if not given:
        raise PeopleError(_("请至少选一项权限，没有权限的账号不能查看数据。"))
    for role in given:
        require_administering(role.region, by)
    person.save()
    roles.log(person, PersonLog.Kind.CREATED, by, region=given[0].region)
    for role in given:
        roles.give(person, role, by=by)


def _first(person: User, password: str) -> str:
    """Set a first password, generated unless typed, and return it."""
    if password:
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise PeopleError("".join(weak.messages)) from weak
    password = password or readable()
    person.set_password(password)
    person.must_change_password = True
    return password


@transaction.atomic
def edit(person: User, *, by, **fields) -> None:
    """Change fields of EDITABLE; the log names what changed."""
    standing(person, by).require_edit()
    stored = User.objects.get(pk=person.pk)
    changed = {
        name: value for name, value in fields.items() if getattr(stored, name) != value
    }
    if not changed:
        return
    if "username" in changed and (
        problem := username_problem(changed["username"], own=stored)
    ):
        raise PeopleError(problem)
    words = [
        f"{User._meta.get_field(name).verbose_name}：{getattr(stored, name)} → {value}"
        for name, value in changed.items()
    ]
    User.objects.filter(pk=person.pk).update(**changed)
    roles.log(person, PersonLog.Kind.EDITED, by, text="；".join(words))


def reset_password(person: User, *, by, password="") -> str:
    """Give a new first password and return it; all sessions and tokens of the person
    end.

    A lock after wrong passwords ends too: that is what people call about.
    """
    standing(person, by).require_other(_("自己的密码请在“修改密码”里改。"))
    if not person.is_active:
        raise PeopleError(_("账号已停用：请先恢复，恢复时会给出新的初始密码。"))
    password = _first(person, password)
    with transaction.atomic():
        person.save(update_fields=["password", "must_change_password"])
        forget_failures(username=person.username)
        tokens.revoke_all(person, by=by)
        roles.log(person, PersonLog.Kind.PASSWORD, by)
    return password


@transaction.atomic
def stop(person: User, *, by, why="") -> None:
    """Stop an account: its sessions end, its roles and its name on past work stay.

    The password goes too: a session outlives neither it nor a later restart; nor
    does a token for the API.
    """
    stands = standing(person, by)
    stands.require_other(_("不能停用自己的账号：请由另一位管理员办理。"))
    if not person.is_active:
        raise PeopleError(_("%(person)s的账号已经停用。") % {"person": person})
    for role in stands.roles:
        if role.role == access.ADMINISTRATOR:
            roles.require_another(person, role.region)
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    tokens.revoke_all(person, by=by)
    roles.log(person, PersonLog.Kind.STOPPED, by, text=why)


def restart(person: User, *, by) -> str:
    """Let a stopped person in again, with the roles they had; return a first
    password."""
    standing(person, by).require_other(_("您的账号没有停用。"))
    if person.is_active:
        raise PeopleError(_("%(person)s的账号没有停用。") % {"person": person})
    password = _first(person, "")
    person.is_active = True
    with transaction.atomic():
        person.save(update_fields=["is_active", "password", "must_change_password"])
        forget_failures(username=person.username)
        roles.log(person, PersonLog.Kind.RESTARTED, by)
    return password
