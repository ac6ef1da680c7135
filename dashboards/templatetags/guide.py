"""What templates print of the help: its texts, its pictures, “?” in the header."""

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString

from dashboards import guide
from dashboards.guide import markup, pictures

register = template.Library()


@register.filter
def marked(text) -> SafeString:
    """Return a text of the help with the names it mentions marked (`markup`)."""
    return markup.marked_up(str(text))


@register.simple_tag(takes_context=True)
def topic_here(context):
    """Return the topic about the page that is being answered, None without one.

    `sent_from` of the context names the view whose work the page goes on with.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    view = context.get("sent_from") or (match.view_name if match else "")
    return guide.about(view)


@register.simple_tag
def picture(topic):
    """Return what an <img> needs of the topic's picture: src, width and height."""
    width, height = pictures.size(topic.slug)
    src = static(pictures.name(topic.slug))
    return {"src": src, "width": width, "height": height}
