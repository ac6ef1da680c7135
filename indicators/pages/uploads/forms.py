"""What the pages of uploading take: files, a source, a filter of the difference."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.entry.batches import STATUSES
from indicators.entry.batches.proposing import NOTE, SOURCE
from indicators.entry.second_person.acts import WHY
from indicators.models import OtherFigure

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
                _("一次最多上传%(most)s个文件，所选%(n)s个，请分几次上传。")
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
            "未逐行注明来源的，均按此登记，如“达州统计年鉴2020”。可核对后再填。"
        ),
    )


def _line(label, longest: int, required: bool = False):
    """Return a field of one line.

    The browser asks for what is required; the act itself says what is missing, after
    who may do it at all.
    """
    field = forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"required": required}),
    )
    field.error_messages["max_length"] = _(
        "最多%(limit_value)s字，现有%(show_value)s字，请缩短。"
    )
    return field


class ProposeForm(forms.Form):
    """What a second person is told of history."""

    source = _line(_("来源（未逐行注明来源的，均按此登记）"), SOURCE, required=True)
    note = _line(_("说明（记入变更记录，可不填）"), NOTE)


class AsideForm(forms.Form):
    """Why figures of a file are kept beside what is stored (另有数)."""

    aside_why = _line(_("未采用原因"), OtherFigure._meta.get_field("why").max_length)


class CancelForm(forms.Form):
    """Why history is not confirmed; who takes back their own gives no reason."""

    why = _line(_("或者退回，写明原因"), WHY, required=True)


class AnswerFields(forms.Form):
    """What a file left open: its questions, what its names mean, which of the office's
    aliases no longer hold."""

    drop = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data, asked, names):
        """`asked` are the questions of a batch, `names` its unknown names."""
        super().__init__(data)
        self.asked, self.names = asked, names
        self.fields["drop"].valid_value = lambda value: str(value).isdecimal()
        for at, _one in enumerate(asked):
            self.fields[f"answer-{at}"] = forms.CharField(required=False)
        for at, _name in enumerate(names):
            for kind in ("name", "other"):
                self.fields[f"{kind}-{at}"] = forms.CharField(
                    required=False, max_length=120
                )

    def answers(self) -> dict:
        """Return what was said, as batches.answer takes it; blank says nothing."""
        given = self.cleaned_data
        said = {
            one["key"]: given[f"answer-{at}"]
            for at, one in enumerate(self.asked)
            if given[f"answer-{at}"]
        }
        meant = {}
        for at, one in enumerate(self.names):
            if text := given[f"other-{at}"] or given[f"name-{at}"]:
                meant[one.name, one.unit] = text
        return {"said": said, "meant": meant, "dropped": given["drop"]}


class BatchQuery(forms.Form):
    """Which lines of a difference are shown."""

    show = forms.ChoiceField(
        choices=[(name, name) for name in (ALL, WARNED, *STATUSES)], required=False
    )
    page = forms.IntegerField(min_value=1, required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["show"].error_messages["invalid_choice"] = _(
            "没有“%(value)s”这个筛选，请从页面上选择。"
        )
        wrong = _("页码应是正整数。")
        self.fields["page"].error_messages |= {"invalid": wrong, "min_value": wrong}
