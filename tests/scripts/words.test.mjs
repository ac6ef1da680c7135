import assert from "node:assert/strict";
import { test } from "node:test";

import { counted } from "../../static/js/words.js";

const ASKED = "[有数值{valued}项，][无数据{missing}项，][其中{warned}项需核实，]审定{n}项。";

test("a count of zero is not said", () => {
  const values = { n: 2, valued: 2, missing: 0, warned: 1 };
  assert.equal(counted(ASKED, values), "有数值2项，其中1项需核实，审定2项。");
  const none = { n: 1, valued: 0, missing: 1, warned: 0 };
  assert.equal(counted(ASKED, none), "无数据1项，审定1项。");
});

test("a text without counts stays as it is", () => {
  assert.equal(counted("退回{n}项。", { n: 3 }), "退回3项。");
});
