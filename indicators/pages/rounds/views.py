"""填报任务: the rounds in one's reach; opening, editing and extending one."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from indicators import entry
from indicators.entry import asked
from indicators.models import Round
from indicators.pages import permissions
from indicators.pages.rounds import large, reminders, round_lines
from indicators.pages.rounds.forms import DaysForm, RoundForm, WordsForm
from regions import access


@require_safe
def rounds(request):
    permissions.require_anywhere(request, "follow")
    lines = round_lines.listing(request.user.grants, timezone.localdate())
    context = {
        "section": "rounds",
        "running": [line for line in lines if not line.is_over],
        "over": [line for line in lines if line.is_over],
    }
    return render(request, "rounds/rounds.html", context)


@require_http_methods(["GET", "POST"])
def round_new(request):
    """Ask, show what would be asked of whom, then open: one address, three steps."""
    permissions.require_anywhere(request, "open_round")
    step = request.POST.get("step", "")
    data = large.posted(request)
    if step not in ("preview", "open"):
        again = data if step == "edit" else None
        form = RoundForm(again, user=request.user, instance=Round())
        return render(
            request, "rounds/round_new.html", {"section": "rounds", "form": form}
        )
    form = RoundForm(data, user=request.user, instance=Round())
    if not form.is_valid():
        context = {"section": "rounds", "form": form}
        return render(request, "rounds/round_new.html", context, status=422)
    if step == "open":
        return _open(request, form)
    if large.is_large(form.cleaned_data["regions"]):
        return large.ask_preview(request, form)
    return _preview(request, form)


def _preview(request, form, refusal=""):
    """Show what each region would be asked; nothing is stored."""
    parts = asked.previews(form.catalogue, form.cleaned_data["regions"])
    context = {
        "section": "rounds",
        "form": form,
        "parts": parts,
        "total": sum(len(part.asked) for part in parts),
        "empty": [part.region for part in parts if not part.asked],
        "refusal": refusal,
        "title": form.cleaned_data["title"],
        "chosen": form.cleaned_data,
        "sent": reminders.sending(
            form.cleaned_data["issuer"], form.cleaned_data["regions"]
        ),
    }
    status = 422 if refusal else 200
    return render(request, "rounds/round_preview.html", context, status=status)


def _open(request, form):
    """Open the round; a refusal comes back on the preview with its sentence."""
    found = form.cleaned_data
    form.instance.title = found["title"]
    try:
        if large.is_large(found["regions"]):
            return redirect(
                "indicators:job", large.ask_opening(form, request.user).token
            )
        opened = entry.open_round(
            form.instance,
            found["regions"],
            found["plans"],
            found["indicators"],
            by=request.user,
        )
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        return _refused(request, form, str(why))
    sent = reminders.sending(form.instance.issuer, found["regions"])
    said = _("填报任务已%(sent)s：") % {"sent": sent}
    messages.success(request, said + _made(opened))
    return redirect("indicators:round", form.instance.code)


def _refused(request, form, why: str):
    """Show why a round is not opened: on its preview, or where it is asked for."""
    if not large.is_large(form.cleaned_data["regions"]):
        return _preview(request, form, why)
    form.add_error(None, why)
    context = {"section": "rounds", "form": form}
    return render(request, "rounds/round_new.html", context, status=422)


def _made(opened) -> str:
    """Return what laying out made, as a sentence."""
    parts = [
        _("新建填报表%(forms)s张、指标%(cells)s项")
        % {"forms": opened.forms, "cells": opened.cells}
    ]
    if opened.joined:
        parts.append(
            _("%(n)s项此前已在采集，并入同一行，不重复填报") % {"n": opened.joined}
        )
    if opened.empty:
        names = _("、").join(region.name for region in opened.empty)
        parts.append(_("%(names)s没有应采集的指标") % {"names": names})
    return _("；").join(parts) + _("。")


def administered_round(request, code) -> Round:
    """Return a round one may change; 404 outside one's reach, 403 within it."""
    grants = request.user.grants
    call = get_object_or_404(Round.objects.select_related("issuer"), code=code)
    if not access.may_administer(grants, call.issuer.code):
        permissions.followed_regions(request, call)
        permissions.require_act(request, "change_round", call.issuer)
    return call


@require_http_methods(["GET", "POST"])
def round_edit(request, code):
    """Move a round's days, or change its words: two forms on one page."""
    call = administered_round(request, code)
    moving = "days" in request.POST
    days = DaysForm(
        request.POST if moving else None,
        initial={"opens_on": call.opens_on, "due_on": call.due_on},
    )
    words = WordsForm(
        request.POST if "words" in request.POST else None,
        instance=Round.objects.get(pk=call.pk),
    )
    answer = _change(request, call, days, words)
    if answer:
        return answer
    context = {"section": "rounds", "call": call, "days": days, "words": words}
    status = 422 if request.method == "POST" else 200
    return render(request, "rounds/round_edit.html", context, status=status)


def _change(request, call, days, words) -> HttpResponseRedirect | None:
    """Store whichever form was posted and is valid; None to show the page (again)."""
    if days.is_bound and days.is_valid():
        try:
            moved = entry.change_days(call, **days.cleaned_data, by=request.user)
        except entry.NotAllowed:
            raise
        except entry.EntryError as why:
            days.add_error(None, str(why))
            return None
        said = _("日期已修改，%(n)s项未提交指标的应报日期随之调整。") % {"n": moved}
    elif words.is_bound and words.is_valid():
        entry.describe_round(call, words.cleaned_data, by=request.user)
        said = _("已保存。")
    else:
        return None
    messages.success(request, said)
    return redirect("indicators:round", call.code)


@require_POST
def round_extend(request, code):
    """Ask again what the round asks: rows and data owners added since."""
    call = administered_round(request, code)
    regions = list(call.regions.all())
    if large.is_large(regions):
        return _extend_by_job(request, call, regions)
    opened = entry.extend_round(call, by=request.user)
    if opened.cells:
        said = _("已补充发出：新增填报表%(forms)s张、指标%(cells)s项。") % {
            "forms": opened.forms,
            "cells": opened.cells,
        }
    else:
        said = _("没有新增指标：规划和采集目录与发起时相同。")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("indicators:round", args=[call.code]))


def _extend_by_job(request, call, regions):
    """Ask for the extending, and go where its progress is seen."""
    try:
        job = large.ask_extending(call, regions, request.user)
    except entry.EntryError as why:
        messages.error(request, str(why))
        return redirect("indicators:round_edit", call.code)
    return redirect("indicators:job", job.token)
