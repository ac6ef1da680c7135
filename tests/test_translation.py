"""Every string a reader sees is marked for translation; source strings are Chinese."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.template.base import Lexer, TokenType
from django.utils.translation import gettext, override

ROOT = Path(__file__).resolve().parent.parent
# Characters and Chinese punctuation; the signs ％＜＝＞ are no words.
CHINESE = re.compile(
    r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff04\uff06-\uff1b\uff1f-\uff5e]"
)
MARKED = re.compile(r"""_\(\s*("[^"]*"|'[^']*')\s*\)""")
COMMENT = re.compile(r"<!--.*?-->", re.S)
GETTEXT = {
    *("_", "gettext", "gettext_lazy", "gettext_noop"),
    *("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext_lazy"),
}
USER_FACING = re.compile(
    r"(regions|indicators|dashboards)/"
    r"(views|forms|tables|models|admin|urls|apps|templatetags|guide)(\.py|/.+\.py)"
    r"|healthplan/(context|browsers|urls)\.py"
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted(
    path
    for app in ("regions", "indicators", "dashboards", "healthplan")
    for path in (ROOT / app).rglob("*.py")
    if USER_FACING.fullmatch(path.relative_to(ROOT).as_posix())
)


def bare_in_template(source):
    """Return (line, text) of Chinese outside {% translate %} and {% blocktranslate %}.

    Comments, in Django's or HTML's way, are for us and may be in any language.
    """
    source = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), source)
    found, until = [], None
    for token in Lexer(source).tokenize():
        tag = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK and until:
            until = None if tag == until else until
        elif token.token_type is TokenType.BLOCK and tag in (
            *("blocktranslate", "blocktrans"),
            "comment",
        ):
            until = f"end{tag}"
        elif token.token_type is TokenType.BLOCK and tag in ("translate", "trans"):
            continue
        elif token.token_type is not TokenType.COMMENT and not until:
            text = token.contents
            if token.token_type is not TokenType.TEXT:
                text = MARKED.sub("", text)
            if CHINESE.search(text):
                found.append((token.lineno, " ".join(text.split())[:40]))
    return found


def docstrings(tree):
    """Return the ids of the constants that are docstrings or bare statements."""
    return {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}


def marked(tree):
    """Return the ids of the constants given to a gettext function, f-strings not."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in GETTEXT:
            arguments = [*node.args, *(k.value for k in node.keywords)]
            found |= {id(a) for a in arguments if isinstance(a, ast.Constant)}
    return found


def bare_in_python(source):
    """Return (line, text) of Chinese literals that no gettext function receives."""
    tree = ast.parse(source)
    fine = docstrings(tree) | marked(tree)
    return [
        (node.lineno, node.value[:40])
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in fine
    ]


def test_templates_mark_every_chinese_text():
    bare = {
        path.relative_to(ROOT).as_posix(): found
        for path in TEMPLATES
        if (found := bare_in_template(path.read_text("utf-8")))
    }

    assert bare == {}


def test_modules_that_readers_see_mark_every_chinese_literal():
    bare = {
        path.relative_to(ROOT).as_posix(): found
        for path in MODULES
        if (found := bare_in_python(path.read_text("utf-8")))
    }

    assert bare == {}


def test_something_is_scanned():
    assert TEMPLATES and MODULES


@pytest.mark.parametrize(
    "source",
    [
        "<p>目标</p>",
        '<a title="目标">',
        "{{ value|default:'无' }}",
        '{% include "a.html" with title="目标" %}',
        "{{ a }}（{{ b }}）",
        "{% blocktranslate %}好{% endblocktranslate %}坏",
        "{% translate '好' %}，",
    ],
)
def test_the_template_scanner_finds_bare_text(source):
    assert bare_in_template(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% translate '目标' %}",
        '{% translate "目标" as title %}<p title="{{ title }}"></p>',
        "{% blocktranslate trimmed %}共{{ n }}项{% plural %}项{% endblocktranslate %}",
        "{# 说明 #}{% comment %}说明{% endcomment %}<!-- 说明 -->",
        "{{ value|default:_('无') }}",
        '{% include "a.html" with title=_("目标") %}',
        "{{ low }}–{{ high }} · {{ unit }}",
    ],
)
def test_the_template_scanner_passes_marked_text(source):
    assert bare_in_template(source) == []


@pytest.mark.parametrize(
    "source", ["x = '目标'", "x = _(f'共{n}项')", "raise ValueError(f'{a}不对')"]
)
def test_the_python_scanner_finds_bare_literals(source):
    assert bare_in_python(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""模块"""',
        "x = _('目标')  # 注释",
        "x = ngettext('共%d项', '共%d项', n)",
        "class A:\n    '''说明'''\n    a = models.TextField(_('备注'), help_text=_('空'))",
    ],
)
def test_the_python_scanner_passes_marked_literals(source):
    assert bare_in_python(source) == []


# ---------------------------------------------------- what Django itself says

CATALOGUE = ROOT / "healthplan" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def in_our_words() -> dict[str, str]:
    """Return msgid → msgstr of the catalogue's entries without a plural."""
    text = re.sub(r'"\n"', "", CATALOGUE.read_text("utf-8"))
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.M)
    return {msgid: msgstr for msgid, msgstr in pairs if "Content-Type" not in msgstr}


def test_djangos_texts_are_said_in_our_words():
    """The compiled catalogue stands for the text beside it, and goes before Django's."""
    found = in_our_words()
    assert len(found) > 25
    with override("zh-hans"):
        assert {msgid: gettext(msgid) for msgid in found} == found
        field = forms.CharField(max_length=2)
        with pytest.raises(forms.ValidationError, match="最多2字，现有3字，请缩短。"):
            field.clean("三个字")
