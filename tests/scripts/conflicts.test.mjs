import assert from "node:assert/strict";
import test from "node:test";

import { choose, clashing, meet } from "../../static/js/grid/conflicts.js";
import { leave, parts } from "../../static/js/grid/row.js";
import { stored, type } from "./rows.mjs";

/* Someone stored `theirs` meanwhile; this page sent what it had typed. */
function met(row, theirs) {
  const [part] = parts([row]);
  row.extra = {};
  return meet(row, part, { texts: { value: "", source: "", note: "", ...theirs }, version: 9, who: "李四，09:30" });
}

test("another column of the row is in nobody's way", () => {
  const row = type(stored({ value: "77.1" }), { value: "77.2" }, leave);

  const found = met(row, { value: "77.1", source: "年鉴" });

  assert.equal(row.conflict, null);
  assert.deepEqual(found.shows.source, { show: "年鉴" });
  assert.deepEqual(parts([row])[0].fields, { value: "77.2" });
  assert.equal(row.version, 9);
});

test("the same column is a conflict, and nothing is sent until it is settled", () => {
  const row = type(stored({ value: "77.1" }), { value: "77.2", note: "核实" }, leave);

  const found = met(row, { value: "77.9" });

  assert.deepEqual(row.conflict.fields, ["value"]);
  assert.deepEqual(found.dirty, ["value", "note"]);
  assert.equal(row.inputs.value.value, "77.2");
  assert.deepEqual(parts([row]), []);
});

test("value, counts and reason are one figure", () => {
  assert.deepEqual(clashing({ value: "4.1" }, { value: "", missing_reason: "pending" }, ["events"]), ["events"]);
  assert.deepEqual(clashing({ source: "年报" }, { source: "年鉴" }, ["value"]), []);
  assert.deepEqual(clashing({}, { value: "" }, ["value"]), []);
});

test("mine is sent over theirs", () => {
  const row = type(stored({ value: "77.1" }), { value: "77.2" }, leave);
  met(row, { value: "77.9" });

  assert.deepEqual(choose(row, true), ["value"]);

  assert.equal(row.saved.value, "77.9");
  assert.deepEqual(parts([row])[0].fields, { value: "77.2" });
});

test("theirs stands, and what went with mine is dropped", () => {
  const row = type(stored({ value: "77.1" }), { value: "77.2" }, leave);
  row.extra = { supplier: "市教育局" };
  met(row, { value: "77.9" });
  assert.deepEqual(row.extra, { supplier: "市教育局" });

  choose(row, false);

  assert.equal(row.inputs.value.value, "77.9");
  assert.deepEqual([row.conflict, row.extra, parts([row])], [null, {}, []]);
});
