"""What the pages of uploading take: files, a source, a filter of the difference."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.entry.batches import STATUSES
from indicators.entry.batches.proposing import NOTE, SOURCE
from indicators.entry.second_person.acts import WHY

MOST_FILES = 20
ACCEPTED = ".xlsx,.xls,.ods,.csv"
ALL, WARNED = "all", "warned"


class ManyFiles(forms.FileField):
    """One file or several of one field."""

    class Input(forms.ClearableFileInput):
        allow_multiple_selected = True

        def value_from_datadict(self, data, files, name):
            return files.getlist(name) if hasattr(files, "getlist") else []

    widget = Input

    def clean(self, data, initial=None) -> list:
        """Return the files; empty ones too, the reader names them."""
        if not data:
            raise forms.ValidationError(_("请选择要上传的表格文件。"))
        if len(data) > MOST_FILES:
            raise forms.ValidationError(
                _("一次最多传%(most)s个文件，选了%(n)s个，请分几次上传。")
                % {"most": MOST_FILES, "n": len(data)}
            )
        return list(data)


def _file():
    return ManyFiles(
        label=_("表格文件"),
        widget=ManyFiles.Input(attrs={"accept": ACCEPTED, "multiple": True}),
    )


class UploadForm(forms.Form):
    """The filled-in forms of a year, one or several at once."""

    file = _file()


class HistoryUploadForm(UploadForm):
    """Several years at once, with the source that holds for what names none."""

    source = forms.CharField(
        label=_("来源"),
        required=False,
        max_length=SOURCE,
        help_text=_(
            "没有逐行写来源的数都用它，如“达州统计年鉴2020”。可以核对之后再填。"
        ),
    )


class ProposeForm(forms.Form):
    """What a second person is told of history."""

    source = forms.CharField(label=_("来源"), max_length=SOURCE)
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=NOTE,
        help_text=_("为什么补录、改了什么；记入变更历史。可不填。"),
    )


class CancelForm(forms.Form):
    why = forms.CharField(label=_("退回原因"), max_length=WHY)


class BatchQuery(forms.Form):
    """Which lines of a difference are shown."""

    show = forms.ChoiceField(
        choices=[(name, name) for name in (ALL, WARNED, *STATUSES)], required=False
    )
    page = forms.IntegerField(min_value=1, required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["show"].error_messages["invalid_choice"] = _(
            "没有“%(value)s”这个筛选，请从页面上的筛选里选。"
        )
        wrong = _("页码应是正整数。")
        self.fields["page"].error_messages |= {"invalid": wrong, "min_value": wrong}
