import assert from "node:assert/strict";
import test from "node:test";

import { leave, parts, stored as settle } from "../../static/js/grid/row.js";
import { canUndo, remember, takeBack } from "../../static/js/grid/undo.js";
import { stored, type } from "./rows.mjs";

/* Pastes a text into a row's value. */
function paste(row, text) {
  remember([{ row, field: "value", before: row.inputs.value.value }]);
  return type(row, { value: text }, leave);
}

test("what was saved since is saved again as it was before", () => {
  const row = paste(stored({ value: "77.1" }), "77.2");
  settle(row, "value", "77.2", "77.20");

  takeBack();

  assert.equal(row.inputs.value.value, "77.1");
  assert.deepEqual(parts([row])[0].fields, { value: "77.1" });
});

test("what was refused is as if it had never been typed", () => {
  const row = paste(stored({ value: "77.1" }), "约77");
  settle(row, "value", "约77", "77.1", "请填一个数");

  takeBack();

  assert.deepEqual([row.inputs.value.value, row.refused, parts([row])], ["77.1", {}, []]);
});

test("a paste is taken back once, and only the last one", () => {
  const [first, second] = [paste(stored({ value: "1" }), "2"), paste(stored({ value: "3" }), "4")];
  assert.equal(canUndo(), true);

  assert.deepEqual(takeBack().map(({ row }) => row), [second]);

  assert.deepEqual([first.inputs.value.value, second.inputs.value.value], ["2", "3"]);
  assert.deepEqual([canUndo(), takeBack()], [false, []]);
});
