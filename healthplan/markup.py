"""A template tag that every template knows without loading it (settings.TEMPLATES)."""

import re

from django import template
from django.template.base import TextNode

register = template.Library()
LINE_BREAK = re.compile(r"\s*\n\s*")


@register.tag
def joined(parser, token):
    """Print what stands on several lines as on one: Chinese has no spaces.

    Only the template's own line breaks go, with the indentation around them; spaces
    within a line and all that variables print stay as they are. Done once, when the
    template is read.
    """
    nodes = parser.parse(["endjoined"])
    parser.delete_first_token()
    inside = False
    for node in nodes.get_nodes_by_type(TextNode):
        node.s, inside = without_breaks(node.s, inside)
    return Joined(nodes)


def without_breaks(text: str, inside: bool) -> tuple[str, bool]:
    """Return the text without line breaks, and whether it ends inside a tag.

    `inside`: whether it begins there; between attributes a space remains.
    """
    found = []
    for part in re.split("([<>])", text):
        if part in ("<", ">"):
            inside = part == "<"
        found.append(LINE_BREAK.sub(" " if inside else "", part))
    return "".join(found), inside


class Joined(template.Node):
    """The nodes between {% joined %} and {% endjoined %}, their line breaks gone."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        return self.nodelist.render(context)
