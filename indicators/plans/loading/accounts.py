"""Makes the accounts of a demonstration (accounts.csv), each with a password of its
own."""

from dataclasses import dataclass

from django.db import transaction

from indicators.plans import rows
from indicators.plans.loading.outcome import require
from regions.models import Membership, Region, User

COLUMNS = ("用户名", "姓名", "地区代码", "角色", "部门")


@dataclass(frozen=True)
class Account:
    """One person of the demonstration."""

    username: str
    full_name: str
    region: str
    role: str
    department: str = ""


def read(path) -> list[Account]:
    """Return the accounts that a file asks for; LoadError where it is wrong."""
    sheet = rows.read(path, COLUMNS)
    sheet.once("用户名")
    roles = {str(role.label): role.value for role in Membership.Role}
    accounts = [
        Account(
            sheet.text(row, "用户名"),
            row["姓名"],
            sheet.text(row, "地区代码"),
            sheet.choice(row, "角色", roles),
            row["部门"],
        )
        for row in sheet.rows
    ]
    require(sheet)
    return accounts


@transaction.atomic
def make(accounts: list[Account], passwords: dict[str, str], reset=False) -> None:
    """Create the accounts that do not exist; set all passwords anew with `reset`.

    Whoever administers the nation also administers the site (Django's admin).
    """
    known = {user.username: user for user in User.objects.all()}
    for account in accounts:
        region = Region.objects.get(code=account.region)
        user = known.get(account.username)
        if user and not reset:
            continue
        site = account.role == Membership.Role.ADMINISTRATOR and region.level == 0
        user = user or User(username=account.username, full_name=account.full_name)
        user.is_staff, user.is_superuser = site, site
        user.set_password(passwords[account.username])
        user.save()
        place = account.department and region.departments.get(name=account.department)
        user.memberships.get_or_create(
            region=region, role=account.role, department=place or None
        )
