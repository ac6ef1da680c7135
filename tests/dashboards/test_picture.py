"""The chart as a picture for documents: PNG where a Chinese font is, else none."""

import struct
from xml.etree import ElementTree

import pytest

from dashboards.charts import picture
from tests.dashboards.test_charts import drawn

HEADS = "达州市 人均预期寿命（岁）", "健康达州2030"


def test_a_picture_is_as_wide_as_the_drawing_twice():
    assert picture.resvg_py is not None
    if picture.font() is None:
        pytest.skip("this machine has no Chinese font")

    found = picture.png(drawn("E01"), *HEADS, ["来源：年报。"])

    assert found.startswith(b"\x89PNG\r\n")
    across, down = struct.unpack(">II", found[16:24])
    assert across == 2 * drawn("E01")["layout"]["width"] and down > 2 * 400


def test_without_a_chinese_font_there_is_no_picture(tmp_path, monkeypatch):
    (tmp_path / "Latin.ttf").write_bytes(b"")
    assert picture.font((str(tmp_path),)) is None
    monkeypatch.setattr(picture, "font", lambda: None)

    assert not picture.can_draw()
    assert picture.png(drawn("E01"), *HEADS, []) is None


def test_without_the_renderer_there_is_no_picture(monkeypatch):
    monkeypatch.setattr(picture, "resvg_py", None)

    assert picture.png(drawn("E01"), *HEADS, []) is None


def test_the_best_font_is_taken_and_its_bold_beside_it(tmp_path):
    for name in ("wqy-microhei.ttc", "msyh.ttc", "msyhbd.ttc"):
        (tmp_path / name).write_bytes(b"")

    family, files = picture.font((str(tmp_path),))

    assert family == "Microsoft YaHei"
    assert [f.rsplit("/", 1)[1] for f in files] == ["msyh.ttc", "msyhbd.ttc"]


def test_title_and_notes_stand_around_the_drawing_and_are_letters():
    notes = ["<b>来源</b> var(--no)", "很长的说明，" * 30, ""]

    root = ElementTree.fromstring(picture.sheet(drawn("E01"), "<i>", "&", notes))

    own = [node.text for node in root if node.tag.endswith("text")]
    assert own[:3] == ["<i>", "&", "<b>来源</b> var(--no)"]
    assert "".join(own[3:]) == notes[1] and len(own) > 4
