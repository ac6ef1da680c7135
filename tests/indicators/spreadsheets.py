"""Workbooks as people send them, made in memory for tests of uploads."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

FORM = ["指标", "本年值", "无数据原因", "数据来源", "备注"]
LONG = ["地区", "指标", "年份", "数值", "来源"]


def book(rows, name="表.xlsx", sheet="表") -> SimpleUploadedFile:
    """Return an uploaded workbook of one sheet; its first row is the headings."""
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    target = BytesIO()
    made.save(target)
    return SimpleUploadedFile(name, target.getvalue())


def form(*rows, name="填报表.xlsx", versions=False):
    """Return a form of (name, value, reason, source, note, version) rows."""
    headings = [*FORM, "版本"] if versions else FORM
    return book([headings, *rows], name, "填报表")


def long(*rows, name="历年.xlsx"):
    """Return a long list of (region, indicator, year, value, source) rows."""
    return book([LONG, *rows], name, "长表")
