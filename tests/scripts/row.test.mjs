import assert from "node:assert/strict";
import test from "node:test";

import {
  counts, dirty, isLeftOut, isOffered, leave, meantOf, parts, restate, stored as settle, unsaved,
} from "../../static/js/grid/row.js";
import { stored, type } from "./rows.mjs";

const WARNING = { level: "warning", code: "outlier", sentence: "与往年相差较大" };
const SOURCE = { level: "error", code: "source", sentence: "没有来源" };

const SLIP = { level: "warning", code: "unit_slip", sentence: "约为2015年（75岁）的1/10", meant: "78.5" };

/* ---- what is sent */

test("a cell is sent when it is left with another text than the stored one", () => {
  const row = type(stored({ value: "77.1", note: "旧" }), { value: "77.2", note: "旧" }, leave);
  row.inputs.source.value = "还在输入";

  assert.deepEqual(parts([row]).map((part) => part.fields), [{ value: "77.2" }]);
  assert.equal(unsaved([row]), 2);
});

test("a text put back to the stored one is not sent", () => {
  const row = type(type(stored({ value: "77.1" }), { value: "77.2" }, leave), { value: "77.1" }, leave);

  assert.deepEqual([parts([row]), unsaved([row])], [[], 0]);
});

test("a refused text is not sent again, another one is", () => {
  const row = type(stored(), { value: "约5" }, leave);
  settle(row, "value", "约5", "", "请填一个数");

  assert.deepEqual(parts([row]), []);
  type(row, { value: "约5" }, leave);
  assert.deepEqual(parts([row]), []);
  type(row, { value: "5" }, leave);
  assert.deepEqual(parts([row])[0].fields, { value: "5" });
});

test("who supplied goes with a figure, not with a note", () => {
  const [figure, note] = [stored(), stored()];
  figure.inputs.value.value = "5";
  note.inputs.note.value = "核实";

  leave(figure, "value", { supplier: "市教育局" });
  leave(note, "note", { supplier: "市教育局" });

  assert.deepEqual(parts([figure, note]).map((part) => part.fields), [
    { supplier: "市教育局", value: "5" },
    { note: "核实" },
  ]);
});

test("leaving a cell forgets why the row could not be submitted", () => {
  const row = stored({}, { blocked: ["还没有填"] });

  leave(row, "value", {});

  assert.deepEqual(row.blocked, []);
});

/* ---- what the server stored */

test("a saved text is shown as it is stored", () => {
  const row = type(stored(), { value: "97.2" }, leave);

  assert.deepEqual(settle(row, "value", "97.2", "97.20"), { mark: "saved", show: "97.20" });
  assert.equal(row.ready.size, 0);
});

test("what is typed on meanwhile stays and waits", () => {
  const row = type(stored(), { value: "97.2" }, leave);
  row.inputs.value.value = "97.25";

  assert.deepEqual(settle(row, "value", "97.2", "97.20"), { mark: "unsaved" });
  assert.deepEqual(parts([row])[0].fields, { value: "97.25" });
});

test("what is put back while it is on its way is sent once more", () => {
  const row = type(stored(), { value: "97.2" }, leave);
  row.known.value = "97.2";
  parts([row]);
  type(row, { value: "" }, leave); // nothing is stored yet: it waits for nothing
  row.known.value = "";

  assert.deepEqual(settle(row, "value", "97.2", "97.20"), { mark: "unsaved" });
  assert.deepEqual(parts([row])[0].fields, { value: "" });
  assert.deepEqual(settle(row, "value", "", ""), { mark: "saved", show: "" });
  assert.equal(unsaved([row]), 0);
});

test("a text stored by another request changes only what nobody types over", () => {
  const row = stored({ value: "4.1", source: "年报" });
  row.inputs.source.value = "年鉴";

  assert.deepEqual(settle(row, "value", undefined, "4.10"), { show: "4.10" });
  assert.deepEqual(settle(row, "source", undefined, "公报"), {});
  assert.deepEqual(settle(row, "expected_on", undefined, "2025-09"), {}); // no such input
  assert.deepEqual(dirty(row), ["value", "source"]); // the page shows 4.10 next
});

test("a refusal of what has no cell is kept until it is taken", () => {
  const row = stored();

  settle(row, "supplier", "市体育局", "", "本地区没有这个部门");
  assert.equal(row.refused.supplier.text, "市体育局");
  settle(row, "supplier", "市教育局", "市教育局");
  assert.deepEqual(row.refused, {});
});

/* ---- what is said and shown */

test("a missing source is no finding of the row, its cell says it", () => {
  const row = restate(stored(), { findings: [SOURCE, WARNING], texts: {}, state: "draft", filled: true, substitute: false });

  assert.deepEqual([row.findings, row.sourceless, row.filled], [[WARNING], true, true]);
});

test("the head counts rows, and refusals as errors", () => {
  const full = stored({}, { filled: true, findings: [WARNING, SOURCE] });
  const back = stored({}, { state: "returned", refused: { value: { text: "约5", why: "请填一个数" } } });
  const foreign = stored({}, { filled: true, editable: false });

  assert.deepEqual(counts([full, back, foreign]), {
    asked: 3, filled: 2, returned: 1, sourceless: 1, errors: 1, warnings: 1, ready: 1,
  });
});

test("filters hide what is done", () => {
  const rows = {
    plain: stored(),
    filled: stored({}, { filled: true }),
    doubtful: stored({}, { filled: true, findings: [WARNING] }),
    sourceless: stored({}, { filled: true, findings: [SOURCE] }),
    refused: stored({}, { filled: true, refused: { value: { text: "约5", why: "请填一个数" } } }),
    blocked: stored({}, { filled: true, blocked: ["备注里没有说明"] }),
    returned: stored({}, { filled: true, state: "returned" }),
  };
  const left = (only) => Object.keys(rows).filter((name) => !isLeftOut(rows[name], only));

  assert.deepEqual(left("unfilled"), ["plain"]);
  assert.deepEqual(left("problems"), ["doubtful", "sourceless", "refused", "blocked", "returned"]);
  assert.deepEqual(left("returned"), ["returned"]);
  assert.deepEqual(left(""), Object.keys(rows));
});

test("what one key takes over is offered while it would change something", () => {
  const row = stored({ value: "77.80" });
  const suggested = { kind: "suggested", fields: { value: "77.80" } };

  assert.equal(isOffered(row, suggested), false);
  row.inputs.value.value = "77.5";
  assert.equal(isOffered(row, suggested), true);
});

for (const [kind, more, offered] of [
  ["known", {}, true],
  ["known", { filled: true }, false],
  ["above", { texts: { missing_reason: "awaiting_upper" } }, true],
  ["above", { texts: { missing_reason: "not_published" } }, false],
  ["own", { substitute: true }, true],
  ["own", {}, false],
]) {
  test(`${kind} is ${offered ? "" : "not "}offered with ${JSON.stringify(more)}`, () => {
    const row = stored(more.texts, more);

    assert.equal(isOffered(row, { kind, fields: {} }), offered);
  });
}

test("a slip offers the figure that was meant, other findings none", () => {
  const row = stored({ value: "7.85" });
  const answer = { texts: {}, state: "draft", filled: true, substitute: false };

  restate(row, { ...answer, findings: [WARNING, SLIP] });
  assert.equal(meantOf(row), "78.5");
  restate(row, { ...answer, findings: [WARNING] });
  assert.equal(meantOf(row), "");
});
