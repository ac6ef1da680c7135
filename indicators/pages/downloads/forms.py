"""What the addresses of the downloads may ask for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.layouts.figures import LONG, REGIONS, SERIES

OLDEST = 1990


class TemplateQuery(forms.Form):
    """Which empty template for history: its layout, and its last or only year."""

    LAYOUTS = [
        (SERIES, _("指标×年份")),
        (REGIONS, _("地区×指标（一年）")),
        (LONG, _("长表（每行一个数）")),
    ]
    WRONG = _("没有“%(value)s”这种版式，请从历年数据页上的链接下载。")

    layout = forms.ChoiceField(
        choices=LAYOUTS,
        error_messages={
            "required": _("请选择版式，从历年数据页上的链接下载。"),
            "invalid_choice": WRONG,
        },
    )
    year = forms.IntegerField(
        required=False,
        error_messages={"invalid": _("年份应是四位数字，如2024。")},
    )

    def clean_year(self) -> int:
        """Return the year asked for, last calendar year where none is."""
        newest = timezone.localdate().year
        year = self.cleaned_data["year"] or newest - 1
        if not OLDEST <= year <= newest:
            raise forms.ValidationError(
                _("年份应在%(oldest)s到%(newest)s之间。")
                % {"oldest": OLDEST, "newest": newest}
            )
        return year
