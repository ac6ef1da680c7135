/* Two people at one row: what collides, and what becomes of it. Knows no document. */

import { FIGURE, dirty, stored } from "./row.js";
import { rebase } from "./undo.js";

const group = (field) => (FIGURE.includes(field) ? "figure" : field);

/* Returns the fields of `typed` that another's save touches: of a figure any part. */
export function clashing(saved, theirs, typed) {
  const changed = Object.keys(theirs).filter((field) => (saved[field] || "") !== theirs[field]);
  const groups = new Set(changed.map(group));
  return typed.filter((field) => groups.has(group(field)));
}

/* Someone saved the row after this page read it. Whoever changed another part of it is in
   nobody's way: then the same texts are sent over the new version. Else both are shown,
   and the row waits for a choice. Returns {dirty, shows}: the fields typed here, and per
   field not typed here what stored() returns. */
export function meet(row, part, answer) {
  const typed = dirty(row);
  const clash = clashing(row.saved, answer.texts, typed);
  row.version = answer.version;
  row.extra = { ...part.extra, ...row.extra };
  const shows = {};
  for (const [field, text] of Object.entries(answer.texts)) {
    if (!typed.includes(field)) shows[field] = stored(row, field, undefined, text);
  }
  if (clash.length) row.conflict = { texts: answer.texts, who: answer.who, fields: clash };
  return { dirty: typed, shows };
}

/* Ends a conflict with the texts typed here (`mine`) or with theirs. Returns the fields
   that were typed here: their marks go. */
export function choose(row, mine) {
  const theirs = row.conflict.texts;
  const typed = dirty(row);
  row.conflict = null;
  for (const field of typed) {
    row.saved[field] = theirs[field] || "";
    if (mine) {
      row.ready.add(field);
      rebase(row, field, row.saved[field]);
    } else {
      row.inputs[field].value = row.known[field] = row.saved[field];
      row.ready.delete(field);
    }
  }
  if (!mine) row.extra = {};
  return typed;
}
