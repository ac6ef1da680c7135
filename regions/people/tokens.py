"""Makes, recognises and revokes personal tokens for the API."""

import hashlib
import hmac
import re
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions import access
from regions.models import ApiToken, PersonLog, User
from regions.people import roles
from regions.people.problems import PeopleError
from regions.people.standing import standing

MOST = 10  # valid ones per person
LONGEST_DAYS = 731
SPELLING = re.compile(r"hp_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
NOBODY = "0" * 64


def digest(token: str) -> str:
    """Return what is stored of a token. SHA-256 suffices: 256 random bits are not
    guessed, so nothing slow has to stand before them."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make(person: User, name: str, expires_on: date) -> tuple[ApiToken, str]:
    """Store a new token of a person's own and return it with its text, this once.

    Raises PeopleError: no role that may export, too many, a name taken, a bad date.
    """
    name = " ".join(name.split())
    User.objects.select_for_update().get(pk=person.pk)  # two at once stay within MOST
    valid = list(person.tokens.valid())
    today = timezone.localdate()
    if not access.may_export_anything(person.grants):
        raise PeopleError(
            _("您没有任何地区的权限，不能新建访问令牌，请联系本地区管理员。")
        )
    if len(valid) >= MOST:
        raise PeopleError(
            _("有效的访问令牌最多%(n)d个：请先撤销不用的。") % {"n": MOST}
        )
    if not name or any(token.name == name for token in valid):
        raise PeopleError(_("请填写未用过的名称，以便撤销时识别。"))
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise PeopleError(_("有效期应在明天到两年之内。"))
    prefix = secrets.token_hex(4)
    text = f"hp_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=person,
        name=name,
        prefix=prefix,
        digest=digest(text),
        expires_on=expires_on,
    )
    roles.log(person, PersonLog.Kind.TOKEN, person, text=_line(token))
    return token, text


def _line(token: ApiToken) -> str:
    return f"{token.name}（hp_{token.prefix}…）"


def owner(text: str) -> User | None:
    """Return whose valid token this is, or None: unknown, revoked, expired, or of a
    person who is stopped or has a password still to change.

    The same work whether or not the prefix exists. One query; a second on the
    first use of a day.
    """
    match = SPELLING.fullmatch(text)
    prefix = match[1] if match else ""
    found = ApiToken.objects.select_related("user").filter(prefix=prefix).first()
    same = hmac.compare_digest(digest(text), found.digest if found else NOBODY)
    if not (same and found and found.is_valid):
        return None
    if not found.user.is_active or found.user.must_change_password:
        return None
    _note_use(found)
    return found.user


def _note_use(token: ApiToken) -> None:
    """Keep the day of the last use: one write a day, not one per request."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


@transaction.atomic
def revoke(token: ApiToken, *, by: User) -> None:
    """End a token for good: its owner's act, or that of who may edit the owner."""
    if token.user_id != by.pk:
        standing(token.user, by).require_edit()
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not ended.update(revoked_at=timezone.now(), revoked_by=by):
        raise PeopleError(_("这个访问令牌已经撤销。"))
    roles.log(token.user, PersonLog.Kind.REVOKED, by, text=_line(token))


def revoke_all(person: User, *, by: User) -> int:
    """End every token of a person whose account is stopped or password changed;
    return how many there were."""
    valid = list(person.tokens.valid())
    if not valid:
        return 0
    ended = ApiToken.objects.filter(pk__in=[token.pk for token in valid])
    ended.update(revoked_at=timezone.now(), revoked_by=by)
    names = "、".join(map(_line, valid))
    roles.log(person, PersonLog.Kind.REVOKED, by, text=names)
    return len(valid)
