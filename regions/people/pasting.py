"""Many accounts from a pasted list: checked line by line, then all or none."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from regions import pasted
from regions.models import Membership, Region, User
from regions.models.territory import BUREAU
from regions.people import accounts
from regions.people.problems import PeopleError, require_administering
from regions.people.roles import Role

COLUMNS = ("姓名", "用户名", "部门", "角色")
MOST = 40  # a password takes half a second to hash: below a server's half minute


@dataclass
class PersonDraft:
    """One line of the list as read: who, with which roles, and what is wrong
    with it."""

    number: int
    full_name: str
    username: str
    department: str
    roles: list[Role] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Slip:
    """What is printed and handed over once: 密码条."""

    person: User
    password: str
    roles: tuple[Role, ...]


def read(text: str, region: Region) -> list[PersonDraft]:
    """Return a draft per line, each with its problems. Two queries.

    Raises PeopleError for what concerns the list as a whole.
    """
    lines = pasted.read(text, COLUMNS)
    if not lines:
        raise PeopleError(
            _("未读取到人员：请从Excel复制姓名、用户名、部门、角色四列。")
        )
    if len(lines) > MOST:
        raise PeopleError(
            _("一次最多新建%(most)s个账号，现有%(n)s个，请分几次粘贴。")
            % {"most": MOST, "n": len(lines)}
        )
    departments = {pasted.tidy(d.name): d for d in region.departments.all()}
    drafts = [_draft(line, region, departments) for line in lines]
    _check_names(drafts)
    return drafts


def _draft(line, region, departments) -> PersonDraft:
    draft = PersonDraft(line.number, line["姓名"], line["用户名"], line["部门"])
    if not draft.full_name or len(draft.full_name) > 60:
        draft.problems.append(_("请填写姓名，60字以内。"))
    department = departments.get(draft.department)
    if (
        draft.department not in ("", BUREAU, region.bureau, region.bureau_in_full)
        and department is None
    ):
        draft.problems.append(
            _("%(region)s没有部门“%(name)s”：请先在“部门”页添加，或改为已有的名称。")
            % {"region": region, "name": draft.department}
        )
    elif department and not department.is_present:
        draft.problems.append(
            _("部门“%(name)s”已撤销，请写继任部门“%(heir)s”。")
            % {"name": department, "heir": department.successor or _("无")}
        )
    for role in _roles(line["角色"], draft.problems):
        draft.roles.append(Role(role, region, department))
    return draft


def _roles(text: str, problems: list[str]) -> list[str]:
    """Return the roles a cell names, separated by 、 , / ; or blanks."""
    known = {str(role.label): role.value for role in Membership.Role}
    words = [word for word in re.split(r"[、,;/\s]+", text) if word]
    for word in dict.fromkeys(words):
        if word not in known:
            problems.append(
                _("没有角色“%(word)s”，可填：%(known)s。")
                % {"word": word, "known": _("、").join(known)}
            )
    if not words:
        problems.append(_("请填写角色：%(known)s。") % {"known": _("、").join(known)})
    return list(dict.fromkeys(known[word] for word in words if word in known))


def _check_names(drafts: list[PersonDraft]) -> None:
    names = [draft.username.lower() for draft in drafts]
    people = User.objects.annotate(lower=Lower("username"))
    taken = set(people.filter(lower__in=names).values_list("lower", flat=True))
    first: dict[str, int] = {}
    for draft, name in zip(drafts, names, strict=True):
        if problem := accounts.spelling_problem(draft.username):
            draft.problems.append(problem)
        elif name in taken:
            draft.problems.append(accounts.taken_problem(draft.username))
        elif name in first:
            draft.problems.append(
                _("用户名“%(name)s”与第%(row)s行重复。")
                % {"name": draft.username, "row": first[name]}
            )
        first.setdefault(name, draft.number)


def create(drafts: list[PersonDraft], *, by) -> list[Slip]:
    """Make all the accounts or none; return their first passwords, kept nowhere
    else."""
    if wrong := [draft for draft in drafts if draft.problems]:
        raise PeopleError(_("有%(n)s行需修改，未新建任何账号。") % {"n": len(wrong)})
    for draft in drafts:
        for role in draft.roles:
            require_administering(role.region, by)
    with ThreadPoolExecutor(max_workers=4) as pool:  # hashing frees the interpreter
        ready = list(pool.map(_prepare, drafts))
    with transaction.atomic():
        for draft, (person, _password) in zip(drafts, ready, strict=True):
            accounts.store(person, draft.roles, by=by)
    return [
        Slip(person, password, tuple(draft.roles))
        for draft, (person, password) in zip(drafts, ready, strict=True)
    ]


def _prepare(draft: PersonDraft) -> tuple[User, str]:
    return accounts.prepare(draft.username, draft.full_name)
