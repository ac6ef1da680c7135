"""The chaser's page: who has not reported; reminding, 督办单, locking."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators import entry
from indicators.models import Round, Submission
from indicators.pages import permissions
from indicators.pages.rounds import counting, outstanding, reminders
from indicators.pages.rounds.forms import ChaseForm
from regions import access, codes
from regions.models import Region

PER_PAGE = 60
MANY = 200  # regions whose forms stand on one page; more are opened by province


@dataclass(frozen=True)
class Card:
    """One form on the page, with the message that would be sent next."""

    line: outstanding.FormOutstanding
    step: outstanding.ReminderStep | None

    @property
    def level(self):
        return entry.LEVELS[self.step.level] if self.step else ""

    @property
    def proposed(self):
        return entry.LEVELS[self.step.proposed] if self.step else ""


def followed_round(request, code):
    """Return (round, the regions of it one follows); 404 or 403 where there are
    none."""
    call = get_object_or_404(Round.objects.select_related("issuer", "by"), code=code)
    return call, permissions.followed_regions(request, call)


def _cards(request, call, lines, today, level="") -> list[Card]:
    """Return the lines with their next messages."""
    cards = []
    for line in lines:
        path = reverse("indicators:grid", args=[line.form.region.code, line.form.year])
        link = request.build_absolute_uri(path)
        step = (
            outstanding.step(line, call, link, today, level) if line.to_chase else None
        )
        cards.append(Card(line, step))
    return cards


@require_safe
def round(request, code):
    """The forms of a round, or the regions they are in where those are many."""
    call, regions = followed_round(request, code)
    choice = ChaseForm(request.GET, regions)
    if not choice.is_valid():
        return permissions.bad_query(request, choice)
    shown, today = choice.shown(regions), timezone.localdate()
    within = choice.cleaned_data["within"] or codes.common(r.code for r in shown)
    forms = counting.forms(call, shown, today)
    many = len(shown) > MANY
    context = {
        "section": "rounds",
        "call": call,
        "regions": regions,
        "shown": shown,
        "above": _above(regions, choice.cleaned_data["within"]),
        "choice": choice,
        "total": counting.total(forms),
        "rates": counting.rates(call, shown, within, today) if len(shown) > 1 else [],
        "today": today,
        "days_left": (call.due_on - today).days,
        "may_change": access.may_administer(request.user.grants, call.issuer.code),
    }
    context["share"] = counting.share(context["total"].in_time, context["total"].due)
    if many:
        return render(request, "rounds/round_regions.html", context)
    context |= _forms(request, call, choice, forms, shown)
    return render(request, "rounds/round.html", context)


def _above(regions, within: str) -> list[Region]:
    """Return the places one came through, and the one shown last; none at the top."""
    top = codes.common(region.code for region in regions)
    path = [c for c in (*codes.ancestors(within), within) if codes.contains(top, c)]
    return (
        list(Region.objects.filter(code__in=path).order_by("level")) if within else []
    )


def _forms(request, call, choice, forms, shown) -> dict:
    """Return what the page shows of the forms themselves, sixty at a time."""
    today, mail = timezone.localdate(), bool(settings.EMAIL_URL)
    grants, kept = request.user.grants, choice.kept(forms)
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    lines = outstanding.lines(call, page, grants, today)
    cards = _cards(request, call, lines, today, choice.cleaned_data["level"])
    return {
        "page": page,
        "cards": cards,
        "to_chase": [card for card in cards if card.step],
        "mail": mail,
        "locking": [r for r in shown if access.may_lock(grants, r.code)],
        "is_over": call.due_on < today,
        "told": any(line.told for line in lines),
        "letters": _letters(lines, grants),
    }


def _letters(lines, grants) -> dict[Region, int]:
    """Return the regions whose letters one may take → to how many departments that
    have no account, of those on the page."""
    found: dict[Region, int] = {}
    for line in lines:
        region = line.form.region
        if not line.has_account and access.may_read_some(grants, region.code):
            found[region] = found.get(region, 0) + 1
    return found


def named_lines(request, call, regions, keys):
    """Return the lines of the forms that are named (code:department), nothing of any
    other form read; 404 where one is not of the round."""
    today = timezone.localdate()
    forms = counting.forms(call, regions, today, keys)
    lines = outstanding.lines(call, forms, request.user.grants, today)
    if not keys or {line.key for line in lines} != set(keys):
        raise Http404
    return lines


@require_POST
def remind(request, code):
    """Note that departments were written to, or write to them by e-mail."""
    call, regions = followed_round(request, code)
    today, mail = timezone.localdate(), request.POST.get("via") == "mail"
    lines = named_lines(request, call, regions, request.POST.getlist("unit"))
    chosen = [line for line in lines if line.to_chase]
    level = request.POST.get("level", "")
    if level not in ("", *entry.LEVELS):
        messages.error(request, _("催报分提醒、催办、督办三级，请重选。"))
        return _back(request, call)
    if early := _too_early(chosen, level, today):
        messages.error(request, early)
        return _back(request, call)
    cards = _cards(request, call, chosen, today, level)
    sent = [card for card in cards if not mail or _mailed(request, call, card)]
    for card in sent:
        missing = [e.indicator.code for e in card.line.open]
        entry.remind(
            *(card.line.form, card.step.level, card.step.text, missing),
            by=request.user,
            issuer=outstanding.issuer_for(call, card.line.form, request.user.grants),
        )
    if request.accepts("text/html"):
        _say(request, sent, mail)
        return _back(request, call)
    return JsonResponse(
        {"marked": {c.line.key: _marked(c, request.user) for c in sent}}
    )


def _too_early(lines, level: str, today) -> str:
    """Return why 督办 cannot be chosen yet: nothing is overdue; "" where it can."""
    early = [
        line
        for line in lines
        if line.commanded and line.progress.due_on and today <= line.progress.due_on
    ]
    if level != reminders.SUPERVISE or not early:
        return ""
    return _("%(unit)s应报日期为%(day)s，逾期后方可督办，请改为提醒。") % {
        "unit": early[0].unit,
        "day": reminders.day(early[0].progress.due_on),
    }


def _marked(card: Card, user) -> str:
    """Return what the page shows of a reminder just noted."""
    return _("%(level)s %(day)s %(who)s") % {
        "level": card.level,
        "day": f"{timezone.localdate():%m-%d}",
        "who": user,
    }


def _say(request, sent, mail: bool) -> None:
    if not sent:
        if not mail:
            messages.info(request, _("无须催报：均已提交或锁定。"))
        return
    names = _("、").join(
        _("%(unit)s（%(level)s）") % {"unit": card.line.unit, "level": card.level}
        for card in sent
    )
    text = _("已发邮件并标记：%(names)s。") if mail else _("已标记：%(names)s。")
    messages.success(request, text % {"names": names})


def _mailed(request, call, card: Card) -> bool:
    """Send one message; a failure is said with the unit's name, and not marked."""
    line, why = card.line, ""
    if not settings.EMAIL_URL:
        why = _("未设置邮件服务器")
    elif not line.addresses:
        why = _("填报人员未登记邮箱")
    else:
        subject = _("%(level)s：%(title)s") % {"level": card.level, "title": call.title}
        try:
            send_mail(subject, card.step.text, None, line.addresses)
        except OSError as error:  # smtplib's errors are OSErrors too
            why = _("邮件服务器未保存（%(why)s）") % {"why": error}
    if why:
        messages.error(
            request,
            _("未发送%(unit)s：%(why)s，请改用复制文本。")
            % {"unit": line.unit, "why": why},
        )
    return not why


def _back(request, call):
    """Return to where the form was posted from: the 督办单, or the page as filtered."""
    if request.POST.get("next") == "notice":
        region, _colon, department = request.POST.get("unit", "").partition(":")
        query = urlencode({"region": region, "department": department})
        return HttpResponseRedirect(
            f"{reverse('indicators:notice', args=[call.code])}?{query}"
        )
    query = request.POST.get("query", "")
    path = reverse("indicators:round", args=[call.code])
    return HttpResponseRedirect(f"{path}?{query}" if query else path)


@require_POST
def round_lock(request, code):
    """Lock or reopen a region's forms of the round, with a reason."""
    call, regions = followed_round(request, code)
    region = next((r for r in regions if r.code == request.POST.get("region")), None)
    if region is None:
        raise Http404
    permissions.require_act(request, "lock", region)
    forms = list(
        Submission.objects.filter(region=region, entries__rounds=call)
        .select_related("region__parent", "department")
        .distinct()
    )
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("act") == "reopen":
            done = entry.reopen(forms, reason, by=request.user)
            said = _("%(region)s的%(n)s张填报表已解锁。")
        else:
            done = entry.lock(forms, reason, now=timezone.now(), by=request.user)
            said = _("%(region)s的%(n)s张填报表已锁定，原因对填报人员可见。")
    except entry.EntryError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said % {"region": region, "n": done})
    return _back(request, call)
