"""How a region's bureau is named on pages and papers."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from regions.models import Region

NO_ANGLES = RegexValidator(
    r"^[^\u3014\u3015\[\]\uff08\uff09()]*$", _("机关代字不含括号和年份，如“达市卫”。")
)


class BureauForm(forms.ModelForm):
    """Names of the bureau, its document code and telephone; all may stay empty."""

    class Meta:
        model = Region
        fields = [
            *("bureau_kind", "bureau", "bureau_in_full"),
            *("document_code", "bureau_phone"),
        ]
        help_texts = {
            "bureau_kind": _(
                "卫生健康部门对同级部门用工作提示单，对下级可用督办单；其他三类均可用督办单。"
            ),
            "bureau": _("页面上的称呼，如“市卫生健康委”；未填写时称“汇总单位”。"),
            "bureau_in_full": _(
                "签批单、采集表和催报文书上的落款，如“达州市卫生健康委员会”。"
            ),
            "document_code": _("督办单编号用，如“达市卫”。"),
            "bureau_phone": _("列在表底和帮助“联系谁”中。"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["document_code"].validators.append(NO_ANGLES)
