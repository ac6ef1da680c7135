/* 撤销, 重做: the keys, the buttons, and the words for what became of a step. */

import { beside, quiet } from "./beside.js";
import { focus } from "./caret.js";
import { form, say, words } from "./page.js";
import { count, tell } from "./remarks.js";
import { isDirty } from "./row.js";
import { mark } from "./rows.js";
import { commit, flush } from "./saving.js";
import { redo, undo } from "./undo.js";

/* Steps back the act given, or the last. */
export const stepBack = (act) => show(undo(act), "stepped_back");
export const stepForth = () => show(redo(), "stepped_forth");

function show(step, key) {
  quiet();
  const at = document.activeElement;
  if (!step) return beside(at, words.nothing_to_step);
  for (const { row, field } of step.cells) {
    if (row.inputs[field] && !isDirty(row, field)) mark(row, field, "");
    row.asks = "";
    tell(row);
  }
  document.dispatchEvent(new CustomEvent("grid:stepped"));
  count();
  flush();
  const first = step.cells.find(({ row, field }) => row.inputs[field] && !row.tr.hidden);
  const input = first && first.row.inputs[first.field];
  if (input) focus(input);
  beside(input || at, said(step, key));
}

function said({ cells, skipped }, key) {
  const done = cells.length ? say(key, { n: cells.length }) : "";
  const left = key === "stepped_forth" ? "overtaken_forth" : "overtaken";
  return done + (skipped.length ? say(left, { names: skipped.map((row) => row.name).join("、") }) : "");
}

/* A button's step begins with what is being typed: it is an act of its own. */
function pressed(step) {
  return () => {
    const at = document.activeElement;
    if (at && at.dataset.field) commit(at);
    step();
  };
}

export function listen() {
  form.querySelector("#undo").addEventListener("click", pressed(() => stepBack()));
  form.querySelector("#redo").addEventListener("click", pressed(stepForth));
}
