"""What a page of the help is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Topic:
    """One task as a page: what one does in order, and what may go wrong.

    In the texts `[提交所选]` is a name that stands on a page, `[数据](dashboards:data)`
    one that leads there, `[=not_published]` a reason's label (`markup`). A count in a
    name is N: `[审定全部N项]`.
    """

    slug: str
    title: Text
    lead: Text  # one sentence: when one needs this
    steps: tuple[Text, ...]
    trouble: tuple[tuple[Text, Text], ...]  # what one sees, and what to do
    picture: Text = ""  # what the picture static/help/<slug>.webp shows
    extra: str = ""  # the template of what else the page holds


@dataclass(frozen=True)
class Link:
    """A line of the table of tasks that leads to a page which explains itself."""

    title: Text
    view: str


@dataclass(frozen=True)
class Group:
    """What people of one role do; `role` is one of regions.access, "" everybody."""

    role: str
    title: Text
    tasks: tuple[Topic | Link, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(task for task in self.tasks if isinstance(task, Topic))


def own_first(groups: tuple[Group, ...], mine: Callable[[str], bool]) -> list[Group]:
    """Return the groups, those of one's own roles first, else as they stand."""
    return sorted(groups, key=lambda group: not mine(group.role))
