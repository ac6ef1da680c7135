/* What became of the cells that were sent: shown in cells, marks and words. What was typed
   on in the meantime stays. */

import { beside } from "./beside.js";
import { caret } from "./caret.js";
import { choose, meet } from "./conflicts.js";
import { live, say, words } from "./page.js";
import { dirty, stored } from "./row.js";
import { byCode, mark, markRow } from "./rows.js";
import { retell, tell } from "./remarks.js";
import { aside, settle } from "./undo.js";

const STEPS = ["undone", "redone"];

/* Takes in the server's answer for one sent part of a row. */
export function arrived(part, answer) {
  const { row, fields } = part;
  if (answer.status === "conflict") return conflict(part, answer);
  row.version = answer.version;
  for (const [field, text] of Object.entries(answer.texts)) {
    const before = row.saved[field] || "";
    show(row, field, stored(row, field, fields[field], text, answer.refused[field]));
    if (!(field in fields)) {
      if (part.act && before !== text) aside(part.act, row, field, before, text);
    } else if (!answer.refused[field]) settle(row, field, fields[field], text);
  }
  for (const [field, why] of Object.entries(answer.refused)) {
    if (!(field in answer.texts)) row.refused[field] = { text: fields[field], why };
  }
  const refusals = Object.values(answer.refused);
  markRow(row, refusals.length ? "refused" : "saved");
  retell(row, answer);
  live(refusals.length ? row.name + "：" + refusals.join(" ") : words.saved);
}

/* Another row's or another field's figure changed this row's. */
export function around(answer) {
  const row = byCode[answer.indicator];
  if (!row) return;
  if (row.editable && !dirty(row).length) {
    row.version = answer.version;
    for (const [field, text] of Object.entries(answer.texts)) {
      show(row, field, stored(row, field, undefined, text));
    }
  }
  retell(row, answer);
}

export function refuseAll(parts, sentence) {
  for (const { row, fields } of parts) {
    for (const [field, text] of Object.entries(fields)) {
      row.refused[field] = { text, why: sentence };
      mark(row, field, "refused");
    }
    markRow(row, "refused");
    tell(row);
  }
  live(sentence);
}

function show(row, field, { mark: state, show: text }) {
  if (text !== undefined) rewrite(row.inputs[field], text);
  if (state) mark(row, field, state);
}

/* Shows a text as it is stored (97.2 becomes 97.20), but not under a moving caret. */
function rewrite(input, text) {
  const here = input === document.activeElement;
  if (here && caret.mode !== "chosen") return;
  input.value = text;
  if (here && input.select) input.select();
}

/* ---- two people at once */

function conflict(part, answer) {
  const { row } = part;
  const met = meet(row, part, answer);
  row.act = row.act || part.act;
  row.how = part.how; // sent again over the new version, it is still the same act
  for (const [field, shown] of Object.entries(met.shows)) show(row, field, shown);
  if (row.conflict && STEPS.includes(part.how)) return overtaken(row, answer);
  if (row.conflict) {
    for (const field of met.dirty) mark(row, field, "conflict");
    markRow(row, "conflict");
    live(row.name + "：" + say("conflict_says", { who: answer.who }));
  }
  retell(row, answer);
}

/* What somebody has saved since is never undone: theirs stays, and it is said. */
function overtaken(row, answer) {
  for (const field of choose(row, false)) mark(row, field, "");
  markRow(row, "");
  retell(row, answer);
  beside(row.inputs.value, say("overtaken", { names: row.name }));
}

export function settleConflict(row, mine) {
  const first = row.inputs[row.conflict.fields[0]];
  for (const field of choose(row, mine)) mark(row, field, "");
  markRow(row, mine ? "unsaved" : "");
  tell(row);
  return first;
}
