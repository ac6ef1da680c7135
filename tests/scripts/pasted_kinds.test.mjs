import assert from "node:assert/strict";
import test from "node:test";

import { isFigure, kindOf } from "../../static/js/grid/pasted_kinds.js";

const AT_VALUE = { figure: true, width: 5 };
const AT_SOURCE = { figure: false, width: 2 };
const lines = (text) => text.split("\n").map((line) => line.split("\t"));

const CASES = [
  ["78.2", AT_VALUE, "cells"],
  ["78.2\n4.1\n", AT_VALUE, "cells"],
  ["78.2 岁", AT_VALUE, "cells"],
  ["约5", AT_VALUE, "cells"],
  ["尚未公布", AT_VALUE, "cells"],
  ["#DIV/0!", AT_VALUE, "cells"],
  ["78.2\t年报数\t\n4.1\t年报数\t", AT_VALUE, "cells"],
  ["78.2\t年报数\t\t统计年鉴\t已核", AT_VALUE, "cells"],
  ["\t\t尚未公布", AT_VALUE, "cells"],
  ["21\t5120\t4.10", AT_VALUE, "cells"],
  ["人均预期寿命\t78.2", AT_VALUE, "named"],
  ["1\t人均预期寿命\t岁\t78.2\n2\t婴儿死亡率\t‰\t4.1", AT_VALUE, "named"],
  ["指标\t本年值\n甲\t乙", AT_VALUE, "named"],
  ["本年值\t指标名称\n78.2\t人均预期寿命", AT_VALUE, "named"],
  ["人均预期寿命\t78.2\t岁\t死因监测", AT_SOURCE, "named"],
  ["统计年鉴\t2024", AT_SOURCE, "cells"],
  ["统计年鉴\t已核", AT_SOURCE, "cells"],
  ["2025年，全市人均预期寿命为78.2岁。", AT_VALUE, "paragraph"],
  ["人均预期寿命 78.2\n婴儿死亡率 4.1", AT_VALUE, "paragraph"],
  ["寿命：78.2", AT_VALUE, "paragraph"],
  ["2025年，全市人均预期寿命为78.2岁。", AT_SOURCE, "cells"],
  ["", AT_VALUE, "cells"],
];

for (const [text, place, kind] of CASES) {
  test(JSON.stringify(text) + " is " + kind, () => assert.equal(kindOf(lines(text), place), kind));
}

test("figures are told from words", () => {
  assert.deepEqual(["78.2", "４.１", "-3,020", "4.1‰", "78.2岁", "25㎡"].map(isFigure), Array(6).fill(true));
  assert.deepEqual(["约5", "5-6", "", "岁", "2025年鉴第3卷"].map(isFigure), Array(5).fill(false));
});
