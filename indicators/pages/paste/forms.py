"""Reads what the page of pasting sends: the text, its merged cells, the answers."""

import json

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

from indicators.entry.batches import PastedText
from indicators.layouts import pasted_block

MOST_ASKED = 60  # questions and names of one text


class PasteForm(forms.Form):
    """The text as it was pasted, on one page after the other."""

    text = forms.CharField(
        label=_("粘贴表格或一段话"),
        strip=False,
        max_length=pasted_block.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("从Excel、WPS复制带指标名称的几列，或粘贴来函、聊天里的一段话。"),
        error_messages={
            "required": _("没有内容：请先粘贴表格或一段话。"),
            "max_length": _("粘贴的内容超过%(limit_value)s个字，请分几次粘贴。"),
        },
    )
    merged = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """Return the merged cells; BadRequest for what no script of ours sends."""
        try:
            found = json.loads(self.cleaned_data["merged"] or "[]")
            blocks = tuple(tuple(int(n) for n in block) for block in found)
        except (TypeError, ValueError):
            blocks = None
        if blocks is None or len(blocks) > pasted_block.MOST_MERGED:
            raise BadRequest(_("合并单元格过多，请先取消合并再复制。"))
        if any(len(b) != 4 or min(b) < 0 or max(b) > 10_000 for b in blocks):
            raise BadRequest(_("合并单元格过多，请先取消合并再复制。"))
        return blocks

    @property
    def given(self) -> PastedText:
        return PastedText(self.cleaned_data["text"], self.cleaned_data["merged"])


def answers(post) -> dict[str, str]:
    """Return what was said to the questions of a text, by their keys."""
    found = {}
    for at in range(MOST_ASKED):
        key, answer = post.get(f"key-{at}", ""), post.get(f"answer-{at}", "")
        if key and answer:
            found[key] = answer
    return found


def meant(post) -> dict[tuple[str, str], str]:
    """Return which indicators (code or full name) the names of a text were said to
    mean."""
    found = {}
    for at in range(MOST_ASKED):
        name, unit = post.get(f"called-{at}", ""), post.get(f"unit-{at}", "")
        said = post.get(f"other-{at}", "").strip() or post.get(f"means-{at}", "")
        if name and said:
            found[name, unit] = said
    return found


def dropped(post) -> list[int]:
    """Return the aliases (pks) that no longer hold."""
    return [int(pk) for pk in post.getlist("drop") if pk.isascii() and pk.isdigit()]


def versions(post) -> dict[str, int]:
    """Return the versions of the cells that were looked at, by indicator code."""
    found = {}
    for key, text in post.items():
        if key.startswith("version-") and text.isascii() and text.isdigit():
            found[key.removeprefix("version-")] = int(text)
    return found
