/* The mouse as in Excel: dragging chooses a block, a column's heading all of it, and the
   handle in a cell's corner fills down: dragged, or with a double click to the end. All of
   it the keyboard does too (keys.js). */

import { block, extendTo, fillTo, hasBlock, isFilledDown, placeOf } from "./block.js";
import { caret, focus, isField, isText } from "./caret.js";
import { columns, make, table } from "./page.js";
import { rowAt, visible } from "./rows.js";

const heads = table.tHead.rows[0].cells;
const handle = make("span", "handle");
handle.setAttribute("aria-hidden", "true");
let drag = null; // what a pressed button does: {from}, or {fills, column}

/* The place of any cell below the heading of a column that is typed into, else null. */
function placeAt(element) {
  const td = element.closest && element.closest("#cells tr[data-row] > td");
  const column = td ? columns.indexOf(heads[td.cellIndex].dataset.column) : -1;
  return column < 0 ? null : { row: visible().indexOf(rowAt(td)), column };
}

function pressed(event) {
  const input = event.target;
  if (event.button !== 0 || event.shiftKey) return;
  if (input === handle) {
    event.preventDefault();
    const [cell] = block(document.activeElement)[0].slice(-1);
    drag = { fills: document.activeElement, column: columns.indexOf(cell.field) };
  } else if (isField(input) && isText(input) && caret.mode === "chosen") drag = { from: placeOf(input) };
}

function moved(event) {
  if (!drag) return;
  const place = event.buttons & 1 ? placeAt(event.target) : null;
  if (!(event.buttons & 1)) drag = null;
  if (!place) return;
  if (drag.fills) extendTo({ row: place.row, column: drag.column });
  else if (hasBlock() || place.row !== drag.from.row || place.column !== drag.from.column) extendTo(place);
  event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function released() {
  const input = drag && drag.fills;
  drag = null;
  if (input && hasBlock()) fillTo(input, block(input).map(([cell]) => visible().indexOf(cell.row)).pop());
}

function doubled(event) {
  if (event.target !== handle) return;
  event.preventDefault();
  fillTo(document.activeElement, visible().length - 1);
}

/* A heading chooses its column, from the first row that is typed into. */
function headed(event) {
  const th = event.target.closest("th[data-column]");
  if (!th) return;
  const rows = visible();
  const first = rows.find((row) => row.inputs[th.dataset.column]);
  if (!first) return;
  focus(first.inputs[th.dataset.column]);
  extendTo({ row: rows.length - 1, column: columns.indexOf(th.dataset.column) });
}

/* Puts the handle into the corner of the cell, or of a block of one line. */
function showHandle() {
  const input = document.activeElement;
  handle.remove();
  if (!isField(input) || !table.contains(input)) return;
  const lines = block(input);
  const last = lines[0][lines[0].length - 1];
  if (lines.length === 1 && last.input && isFilledDown(last.field)) last.input.closest("td").append(handle);
}

export function listen() {
  table.addEventListener("mousedown", pressed);
  table.addEventListener("mouseover", moved);
  table.addEventListener("dblclick", doubled);
  document.addEventListener("mouseup", released);
  table.tHead.addEventListener("click", headed);
  table.addEventListener("focusin", showHandle);
  table.addEventListener("focusout", () => drag && drag.fills ? null : handle.remove());
  document.addEventListener("grid:block", showHandle);
}
