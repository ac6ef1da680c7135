/* What the last paste wrote over, for one key to bring back. Knows no document. */

import { isDirty } from "./row.js";

let last = []; // {row, field, before}

export function remember(cells) {
  last = cells;
}

export const canUndo = () => last.length > 0;

/* Puts back the texts of before the paste, once. What was saved in the meantime waits to
   be saved again; what was not is as if it had never been typed. Returns the cells. */
export function takeBack() {
  const cells = last;
  last = [];
  for (const { row, field, before } of cells) {
    delete row.refused[field];
    row.inputs[field].value = before;
    if (isDirty(row, field)) row.ready.add(field);
    else row.ready.delete(field);
  }
  return cells;
}
