/* One key takes over what a row offers: the figure that a slip meant, the reviewer's
   suggestion, a known figure, last year's source. */

import { live, words } from "./page.js";
import { meantOf } from "./row.js";
import { put } from "./rows.js";
import { together } from "./saving.js";
import { stepBack } from "./stepping.js";
import { note } from "./undo.js";

/* Puts texts into a row, as one act. */
export function take(row, fields, how = "taken") {
  together(how, () => {
    for (const [name, text] of Object.entries(fields)) {
      if (row.inputs[name]) {
        put(row.inputs[name], text);
        row.ready.add(name);
        note(row, name, row.inputs[name].value);
      } else {
        row.extra[name] = text;
        note(row, name, text);
      }
    }
  }, stepBack);
}

export function takeFirst(row) {
  if (!row.editable) return;
  const meant = meantOf(row);
  if (meant) take(row, { value: meant });
  else if (row.offered.length) take(row, row.offered[0].fields);
}

/* Returns whether there is anything of last year's to take. */
export function takeLast(row) {
  if (row.last) take(row, row.last);
  else live(words.nothing_last);
  return !!row.last;
}
