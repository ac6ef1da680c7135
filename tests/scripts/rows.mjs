/* Rows for the tests of the grid's pure modules: an input is anything that has a value. */

import { rowOf } from "../../static/js/grid/row.js";

const GIVEN = {
  indicator: "life-expectancy",
  name: "人均预期寿命",
  version: 3,
  texts: {},
  state: "draft",
  filled: false,
  substitute: false,
  supplement: false,
  editable: true,
  obstacle: "",
  findings: [],
  blocked: [],
  refused: {},
  takes: [],
  last: null,
};

/* Returns a row with these texts stored and the same in its inputs; `more` as the server gives it. */
export function stored(texts = {}, more = {}) {
  const row = rowOf(structuredClone({ ...GIVEN, texts, ...more }));
  for (const field of ["events", "denominator", "value", "missing_reason", "source", "note"]) {
    row.inputs[field] = { value: texts[field] || "" };
  }
  return row;
}

/* Types texts into a row and leaves each cell. */
export function type(row, texts, leave) {
  for (const [field, text] of Object.entries(texts)) {
    row.inputs[field].value = text;
    if (leave) leave(row, field, {});
  }
  return row;
}
