"""Templates: lines one can read, and the tag that joins them again."""

from pathlib import Path

import pytest
from django.template import Context, Template

from tests.tables import every

TEMPLATES = sorted(
    (Path(__file__).resolve().parent.parent / "templates").rglob("*.html")
)
WIDEST = 120


def printed(source, **values):
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    "source, text",
    [
        ("{% joined %}\n  已报\n  三项\n{% endjoined %}", "已报三项"),
        ("{% joined %}\n  <b>\n    甲\n  </b>\n{% endjoined %}", "<b>甲</b>"),
        # Spaces within a line were meant.
        ("{% joined %}\n  甲 <b>乙</b>\n{% endjoined %}", "甲 <b>乙</b>"),
        # Between attributes one has to remain.
        ('{% joined %}<a\n  id="a"\n>甲</a>{% endjoined %}', '<a id="a" >甲</a>'),
        (
            '{% joined %}<a\n  {% if yes %}id="a"{% endif %}\n  class="b">甲</a>{% endjoined %}',
            '<a id="a" class="b">甲</a>',
        ),
        (
            "{% joined %}\n {% if no %}甲\n {% else %}\n 乙\n {% endif %}\n{% endjoined %}",
            "乙",
        ),
        (
            "{% joined %}\n {% for one in all %}\n {{ one }}\n {% endfor %}{% endjoined %}",
            "甲乙",
        ),
    ],
)
def test_lines_are_joined_without_a_space(source, text):
    assert printed(source, yes=True, no=False, all="甲乙") == text


def test_what_is_printed_keeps_its_line_breaks():
    note = "第一行\n  第二行"

    assert printed("{% joined %}\n  {{ note }}\n{% endjoined %}", note=note) == note


@every("path", TEMPLATES, name=lambda path: path.name)
def test_no_line_is_too_long_to_read(path):
    long = [
        f"{n}: {line.strip()[:60]}…"
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > WIDEST
    ]

    assert long == []
