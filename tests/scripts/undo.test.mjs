import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { choose, meet } from "../../static/js/grid/conflicts.js";
import { leave, parts, stored as settled } from "../../static/js/grid/row.js";
import { aside, asOne, canRedo, canUndo, note, redo, settle, undo } from "../../static/js/grid/undo.js";
import { stored } from "./rows.mjs";

beforeEach(() => {
  while (canUndo()) undo();
  asOne("typed", () => note(stored(), "value", "1")); // what is stepped forth is forgotten
  undo();
});

/* Types a text into a cell and leaves it. */
function type(row, text, field = "value") {
  row.inputs[field].value = text;
  note(row, field, text);
  leave(row, field, {});
}

/* The server stores what the row sends, `as` it says. */
function save(row, as = {}) {
  for (const [field, sent] of Object.entries(parts([row])[0].fields)) {
    const text = as[field] ?? sent;
    settled(row, field, sent, text);
    settle(row, field, sent, text);
    if (row.inputs[field]) row.inputs[field].value = text;
  }
  row.extra = {};
}

const paste = (cells) => asOne("pasted", () => cells.forEach(([row, text]) => type(row, text)));
const value = (row) => row.inputs.value.value;

test("paste, retype, type: each step takes back the last act and no other", () => {
  const [a, b] = [stored(), stored()];
  paste([[a, "1"], [b, "2"]]);
  type(a, "11");
  type(b, "22");

  undo();
  assert.deepEqual([value(a), value(b)], ["11", "2"]);
  undo();
  assert.deepEqual([value(a), value(b)], ["1", "2"]);
  undo();
  assert.deepEqual([value(a), value(b)], ["", ""]);
});

test("what is stepped back is stepped forth, until something else is done", () => {
  const row = stored({ value: "77.10" });
  type(row, "77.2");
  undo();

  redo();
  assert.equal(value(row), "77.2");
  undo();
  type(row, "78", "source");
  assert.equal(canRedo(), false);
});

test("a text stored in another form is still one's own", () => {
  const row = stored({ value: "77.10" });
  type(row, "77.2");
  save(row, { value: "77.20" });

  const step = undo();

  assert.deepEqual([step.skipped, value(row)], [[], "77.10"]);
  assert.deepEqual([parts([row])[0].fields, parts([row])[0].how], [{ value: "77.10" }, "undone"]);
  redo();
  assert.equal(value(row), "77.20");
});

test("what another has saved since is skipped and named, the rest is taken back", () => {
  const [a, b] = [stored({ value: "1" }), stored({ value: "2" })];
  const act = asOne("cleared", () => [a, b].forEach((row) => type(row, "")));
  [a, b].forEach((row) => save(row));
  settled(a, "value", undefined, "9"); // comes with another answer
  a.inputs.value.value = "9";

  const step = undo(act);

  assert.deepEqual([value(a), value(b)], ["9", "2"]);
  assert.deepEqual([step.skipped, step.cells.length], [[a], 1]);
});

test("an older act is taken back where its own texts still stand", () => {
  const [a, b] = [stored(), stored()];
  const act = paste([[a, "1"], [b, "2"]]);
  type(a, "11");

  const step = undo(act);

  assert.deepEqual([value(a), value(b), step.skipped], ["11", "", [a]]);
  undo();
  assert.equal(value(a), "1");
});

test("what was refused is as if it had never been typed", () => {
  const row = stored({ value: "77.10" });
  type(row, "约77");
  settled(row, "value", "约77", "77.10", "请填一个数");

  undo();

  assert.deepEqual([value(row), row.refused, parts([row])], ["77.10", {}, []]);
});

test("what the server changed beside it comes back with it", () => {
  const row = stored({ value: "77.10", grade: "annual" });
  const act = asOne("typed", () => {
    type(row, "");
    type(row, "not_published", "missing_reason");
  });
  save(row);
  aside(act, row, "grade", "annual", "");
  settled(row, "grade", undefined, "");

  undo();

  assert.deepEqual(parts([row])[0].fields, { value: "77.10", missing_reason: "", grade: "annual" });
});

test("who supplied, which has no cell, is an act too", () => {
  const row = stored();
  asOne("supplied", () => {
    row.extra.supplier = "市教育局";
    note(row, "supplier", "市教育局");
  });
  save(row);

  undo();

  assert.deepEqual(parts([row])[0].fields, { supplier: "" });
});

test("the own text chosen over another's newer one steps back to theirs", () => {
  const row = stored({ value: "1" });
  type(row, "2");
  meet(row, { extra: {} }, { version: 4, texts: { value: "3" }, who: "李" });
  choose(row, true);
  save(row);

  undo();

  assert.equal(value(row), "3");
});

test("a cell typed back in one gesture is no act", () => {
  const row = stored({ value: "1" });
  asOne("typed", () => {
    type(row, "2");
    type(row, "1");
  });
  type(row, "年报", "source");

  undo();
  assert.equal(row.inputs.source.value, "");
  assert.equal(undo(), null);
});
