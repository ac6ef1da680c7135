"""The pictures of the help: static/help/<slug>.webp, beside each what it shows.

Made by `tests/browser/help_pictures.py`, which walks the pages. The .json beside a
picture holds its size and the names (buttons, titles, labels) that it was made from;
the browser test compares these with the page as it is, and so says when a picture no
longer tells the truth. Pixels are not compared: fonts differ between machines.
"""

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders


def name(slug: str) -> str:
    """Return the static name of a topic's picture."""
    return f"help/{slug}.webp"


@cache
def size(slug: str) -> tuple[int, int]:
    """Return width and height of a topic's picture in CSS pixels."""
    about = json.loads(Path(finders.find(f"help/{slug}.json")).read_text("utf-8"))
    return about["width"], about["height"]
