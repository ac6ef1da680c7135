"""Elements of SVG as text: the one place where drawings are escaped. Pure."""

import math
import re
from collections.abc import Mapping
from html import escape

TOKEN = re.compile(r"var\((--[\w-]+)\)")
# XML 1.0 has no way to write these, whatever a document printed.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Return a coordinate with at most two decimals; ValueError for none."""
    if not math.isfinite(value):
        raise ValueError(f"no coordinate: {value}")
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _attributes(given: Mapping) -> str:
    pairs = (
        (name, text(value) if isinstance(value, str) else number(value))
        for name, value in given.items()
    )
    return "".join(f' {name}="{value}"' for name, value in pairs)


def text(value: str) -> str:
    """Return a text as it may stand between tags or quotes."""
    return escape(FORBIDDEN.sub("", str(value)))


def element(name: str, attributes: Mapping, words: str | None = None) -> str:
    """Return an element with escaped words, or an empty one."""
    if words is None:
        return f"<{name}{_attributes(attributes)}/>"
    return group(name, attributes, text(words))


def group(name: str, attributes: Mapping, markup: str) -> str:
    """Return an element around markup that is escaped already."""
    return f"<{name}{_attributes(attributes)}>{markup}</{name}>"


def resolved(markup: str, colours: Mapping[str, str] | None) -> str:
    """Return the markup with its tokens replaced, as it is without colours.

    What only looks like one, in a text from outside, stays.
    """
    if colours is None:
        return markup
    return TOKEN.sub(lambda found: colours.get(found[1], found[0]), markup)
