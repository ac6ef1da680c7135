/* Every act on the grid, for two keys to step back and forth through. Knows no document.

   An act is what one gesture did: {how, cells: [{row, field, before, after}]}, with what
   the server changed beside what was typed (a reason clears the grade). A step puts the
   other text back into each of its cells where the act's own text still stands; a row
   that shows another one by now, of whoever, is left as it is and returned as skipped. */

import { isDirty } from "./row.js";

const MOST = 200;
const done = [];
const undone = [];
let open = null;

export const canUndo = () => done.length > 0;
export const canRedo = () => undone.length > 0;

/* Runs what one gesture does: all that is noted meanwhile is one act. Returns the act,
   null where nothing changed; inside another gesture it is part of that one. */
export function asOne(how, work) {
  if (open) {
    work();
    return null;
  }
  open = { how, cells: [] };
  const act = open;
  try {
    work();
  } finally {
    open = null;
  }
  return finish(act);
}

function finish(act) {
  if (!act.cells.length) return null;
  done.push(act);
  undone.length = 0;
  if (done.length > MOST) done.shift();
  return act;
}

const find = (act, row, field) => act.cells.find((cell) => cell.row === row && cell.field === field);

/* Notes which text a person put into a cell (or into a field without an input). */
export function note(row, field, text) {
  const before = row.known[field] || "";
  if (text === before) return;
  row.known[field] = text;
  const act = open || { how: "typed", cells: [] };
  const again = find(act, row, field);
  if (again) again.after = text;
  else act.cells.push({ row, field, before, after: text });
  row.act = act;
  row.how = act.how;
  if (act !== open) finish(act);
}

/* ---- what the server made of it */

/* A text is stored in another form: 97.2 as 97.20. */
export function settle(row, field, sent, text) {
  for (const act of [...done, ...undone]) {
    for (const cell of act.cells) {
      if (cell.row !== row || cell.field !== field) continue;
      if (cell.before === sent) cell.before = text;
      if (cell.after === sent) cell.after = text;
    }
  }
}

/* The server changed a field that nobody typed into: it belongs to the act. */
export function aside(act, row, field, before, after) {
  const there = find(act, row, field);
  if (there) there.after = after;
  else act.cells.push({ row, field, before, after });
}

/* Someone chose the own text over another's newer one: that is what stood before. */
export function rebase(row, field, theirs) {
  const act = [...done].reverse().find((one) => find(one, row, field));
  if (act) find(act, row, field).before = theirs;
}

/* ---- stepping */

/* Steps back one act, the last or the one given: {act, cells, skipped}; null without one. */
export function undo(act) {
  return step(done, undone, act, { stands: "after", wanted: "before", how: "undone" });
}

/* Steps forward one act that was stepped back. */
export function redo() {
  return step(undone, done, undefined, { stands: "before", wanted: "after", how: "redone" });
}

function step(from, to, chosen, way) {
  const act = taken(from, chosen);
  if (!act) return null;
  const changed = act.cells.filter((cell) => cell.before !== cell.after);
  const overtaken = new Set(changed.filter((cell) => !isFree(cell, way)).map((cell) => cell.row));
  const cells = changed.filter((cell) => !overtaken.has(cell.row));
  for (const cell of cells) putBack(cell, way);
  if (cells.length) to.push(act);
  return { act, cells, skipped: [...overtaken] };
}

/* Takes an act from its stack, and on the way those that changed nothing. */
function taken(from, chosen) {
  if (chosen) {
    const at = from.indexOf(chosen);
    return at < 0 ? null : from.splice(at, 1)[0];
  }
  while (from.length) {
    const act = from.pop();
    if (act.cells.some((cell) => cell.before !== cell.after)) return act;
  }
  return null;
}

function isFree({ row, field, ...texts }, way) {
  return row.editable && !row.conflict && (row.known[field] || "") === texts[way.stands];
}

function putBack({ row, field, ...texts }, way) {
  const text = texts[way.wanted];
  const input = row.inputs[field];
  delete row.refused[field];
  row.known[field] = text;
  row.act = null;
  row.how = way.how;
  if (!input) row.extra[field] = text;
  else {
    input.value = text;
    if (isDirty(row, field)) row.ready.add(field);
    else row.ready.delete(field);
  }
}
