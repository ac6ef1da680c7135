import assert from "node:assert/strict";
import test from "node:test";

import { placed, refusal } from "../../static/js/grid/paste_targets.js";
import { stored } from "./rows.mjs";

const COLUMNS = ["events", "denominator", "value"];
const WORDS = { beyond_rows: "rows", beyond_columns: "columns", no_counts: "counts" };

test("a block goes right and down from where it is pasted, blanks left out", () => {
  const rows = [stored(), stored(), stored()];

  const found = placed([["1", " "], ["", "4"]], { row: 1, column: 1 }, rows, COLUMNS);

  assert.deepEqual(found.map(({ field, n, text }) => [field, n, text]), [["denominator", 2, "1"], ["value", 3, "4"]]);
  assert.deepEqual(found.map(({ row }) => rows.indexOf(row)), [1, 2]);
});

test("what goes beyond the table is refused, not dropped", () => {
  const found = placed([["1", "2"], ["3"]], { row: 0, column: 2 }, [stored()], COLUMNS);

  assert.deepEqual(found.map((target) => refusal(target, WORDS)), ["", "columns", "rows"]);
  assert.equal(found[2].n, 2);
});

test("a row without counts or not one's own says why", () => {
  const rate = stored();
  const foreign = stored({}, { editable: false, obstacle: "别的单位" });
  delete rate.inputs.events;
  foreign.inputs = {};

  assert.equal(refusal({ row: rate, field: "events" }, WORDS), "counts");
  assert.equal(refusal({ row: foreign, field: "value" }, WORDS), "别的单位");
});
