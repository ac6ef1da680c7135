"""What is answered when the database is away, busy or too slow: come back in a moment.

Everything else that breaks is an error of the program and answers 500.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _

from regions.sessions import asks_for_json

RETRY_AFTER = 10  # seconds
OUTAGES = (OperationalError, InterfaceError)  # gone, a lock or a time limit


def server_error(request):
    """Django's handler500: a page that needs no database, for scripts JSON."""
    if isinstance(sys.exc_info()[1], OUTAGES):
        answer = _answer(
            request, 503, "503.html", _("数据库暂时没有响应，未保存，请稍后再试。")
        )
        answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    return _answer(request, 500, "500.html", _("系统出错，未保存，请稍后再试。"))


def _answer(request, status: int, template: str, sentence: str):
    if asks_for_json(request):
        return JsonResponse({"error": sentence}, status=status)
    return HttpResponse(loader.get_template(template).render(), status=status)
