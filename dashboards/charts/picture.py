"""A chart as a picture for documents: title, drawing, legend, source and day. Pure.

PNG needs resvg and a font with Chinese letters on this machine. Without one of them
there is no picture (None), never one with empty boxes for letters: a document then
carries the table of the same figures.
"""

from collections.abc import Sequence
from functools import lru_cache
from os.path import expanduser
from pathlib import Path

from dashboards.charts import svg
from dashboards.charts.frame import INK, INK2
from dashboards.charts.label_space import ATOM, width
from dashboards.charts.markup import element, group, resolved

try:
    import resvg_py
except ImportError:  # no wheel for this machine's processor
    resvg_py = None

# Black on white, dark enough to survive a copier.
PAPER = {
    "--ink": "#000",
    "--ink-2": "#333",
    "--line": "#ccc",
    "--line-2": "#777",
    "--surface": "#fff",
    "--accent": "#1f5a6b",
    "--watch": "#6b4500",
}
ZOOM = 2  # pixels of the picture for one of the drawing: 230 dpi on 16 cm
EDGE, TITLE, SMALL, LEADING = 8, 20, 13, 20
HEAD = 62  # pixels above the drawing
FOLDERS = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "C:/Windows/Fonts",
]
# Files by preference with the family they hold; a bold one stands beside some.
FONTS = {
    "NotoSansCJK-Regular.ttc": ("Noto Sans CJK SC", "NotoSansCJK-Bold.ttc"),
    "NotoSansCJKsc-Regular.otf": ("Noto Sans CJK SC", "NotoSansCJKsc-Bold.otf"),
    "NotoSansSC-Regular.otf": ("Noto Sans SC", "NotoSansSC-Bold.otf"),
    "SourceHanSansSC-Regular.otf": ("Source Han Sans SC", "SourceHanSansSC-Bold.otf"),
    "SourceHanSansCN-Regular.otf": ("Source Han Sans CN", "SourceHanSansCN-Bold.otf"),
    "msyh.ttc": ("Microsoft YaHei", "msyhbd.ttc"),
    "wqy-microhei.ttc": ("WenQuanYi Micro Hei", ""),
    "wqy-zenhei.ttc": ("WenQuanYi Zen Hei", ""),
    "simhei.ttf": ("SimHei", ""),
    "DroidSansFallbackFull.ttf": ("Droid Sans Fallback", ""),
}


@lru_cache(maxsize=1)
def font(folders: Sequence[str] = tuple(FOLDERS)) -> tuple[str, tuple[str, ...]] | None:
    """Return (family, files) of the first Chinese font found here, None without."""
    found = {
        path.name: path
        for folder in folders
        for path in Path(expanduser(folder)).rglob("*")
        if path.name in FONTS or path.name in _BOLD
    }
    for name, (family, bold) in FONTS.items():
        if name in found:
            files = [found[n] for n in (name, bold) if n in found]
            return family, tuple(map(str, files))
    return None


_BOLD = {bold for _family, bold in FONTS.values() if bold}


def can_draw() -> bool:
    """Whether this machine makes pictures at all."""
    return resvg_py is not None and font() is not None


def png(figure: dict, title: str, subtitle: str, notes: Sequence[str]) -> bytes | None:
    """Return the picture of a figure as PNG, None where the machine cannot draw it.

    `title` and `subtitle` stand above the drawing, each of `notes` beneath it on
    lines of its own, broken where they are long.
    """
    if not can_draw():
        return None
    family, files = font()
    return resvg_py.svg_to_bytes(
        svg_string=sheet(figure, title, subtitle, notes, family),
        skip_system_fonts=True,
        font_files=list(files),
        font_family=family,
        sans_serif_family=family,
        zoom=ZOOM,
        background="#ffffff",
    )


def sheet(figure, title, subtitle, notes, family="sans-serif") -> str:
    """Return title, drawing and notes as one svg that stands alone."""
    across, height = figure["layout"]["width"], figure["layout"]["height"]
    lines = [line for text in notes for line in broken(text, across - 2 * EDGE)]
    whole = HEAD + height + len(lines) * LEADING + EDGE
    drawn = svg.drawing(figure, title, key="picture", colours=PAPER)
    place = f'<svg x="0" y="{HEAD}" width="{across}" height="{height}" '
    head = {"x": EDGE, "y": 30, "fill": INK}
    under = {"x": EDGE, "y": 52, "fill": INK2, "font-size": SMALL}
    fit = min(TITLE, (across - 2 * EDGE) / max(width(title), 1))
    parts = [
        element("text", head | {"font-size": fit, "font-weight": "600"}, title),
        element("text", under, subtitle),
        drawn.replace("<svg ", place, 1),
    ]
    for row, line in enumerate(lines):
        below = HEAD + height + 12 + row * LEADING
        parts.append(element("text", under | {"y": below}, line))
    about = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": across,
        "height": whole,
        "font-family": family,
    }
    return resolved(group("svg", about, "".join(parts)), PAPER)


def broken(text: str, room: float) -> list[str]:
    """Return a text on lines that fit into so many pixels, numbers whole."""
    lines = [""]
    for atom in ATOM.findall(text):
        if width(lines[-1] + atom) * SMALL > room and atom not in "，。；、）":
            lines.append("")
        lines[-1] += atom
    return [line for line in lines if line]
