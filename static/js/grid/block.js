/* A block of cells: chosen with Shift or by dragging, copied as Excel and WPS read it,
   cleared, filled down. */

import { caret, isField } from "./caret.js";
import { written } from "./clipboard.js";
import { placeOf as nameOf } from "./next_cell.js";
import { columns, say, table } from "./page.js";
import { rowAt, shown, visible } from "./rows.js";
import { beside } from "./beside.js";
import { hasFigure } from "./row.js";
import { commit, together } from "./saving.js";
import { stepBack } from "./stepping.js";

const FILLED_DOWN = ["grade", "missing_reason", "source", "note"];
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let anchor = null; // {row, column}: indexes in visible rows and in columns
let head = null;

export function placeOf(input) {
  return { row: visible().indexOf(rowAt(input)), column: columns.indexOf(nameOf(input)) };
}

function between(a, b) {
  const found = [];
  for (let i = Math.min(a, b); i <= Math.max(a, b); i += 1) found.push(i);
  return found;
}

/* The block as rows of {row, field, input}; one cell where none is chosen. */
export function block(input) {
  const from = anchor || placeOf(input);
  const to = head || from;
  const rows = visible();
  const cell = (row, field) => ({ row, field, input: row.inputs[field] });
  return between(from.row, to.row).map((i) => between(from.column, to.column).map((j) => cell(rows[i], columns[j])));
}

export const hasBlock = () => !!head;

/* Whether a column's texts may be filled down at all: a figure is of its own row. */
export const isFilledDown = (field) => FILLED_DOWN.includes(field);

function show() {
  for (const td of table.querySelectorAll("td.in-block")) td.classList.remove("in-block");
  for (const cell of head ? block().flat() : []) {
    if (cell.input) cell.input.closest("td").classList.add("in-block");
  }
  document.dispatchEvent(new CustomEvent("grid:block"));
}

function drop() {
  anchor = head = null;
  show();
}

/* Moves the block's end by one cell, or with `far` to the end of the table. */
export function extend(input, key, far) {
  const by = STEPS[key].map((step) => step * (far ? Math.max(visible().length, columns.length) : 1));
  anchor = anchor || placeOf(input);
  const from = head || anchor;
  head = {
    row: Math.max(0, Math.min(visible().length - 1, from.row + by[0])),
    column: Math.max(0, Math.min(columns.length - 1, from.column + by[1])),
  };
  show();
}

/* Moves the block's end to a place; it begins at the cell with the focus. */
export function extendTo(place) {
  anchor = anchor || placeOf(document.activeElement);
  head = place;
  show();
}

/* ---- what is done with it */

export function clear(input) {
  together("cleared", () => {
    for (const cell of block(input).flat()) {
      if (!cell.input) continue;
      cell.input.value = "";
      commit(cell.input);
    }
  }, stepBack);
}

/* Below a chosen block's first line its texts; for one cell that of the cell above. */
export function fillDown(input) {
  const lines = block(input);
  if (lines.length === 1) {
    const above = visible()[placeOf(input).row - 1];
    if (above) lines.unshift(lines[0].map((cell) => ({ input: above.inputs[cell.field] })));
  }
  let kept = 0;
  together("filled_down", () => {
    for (const line of lines.slice(1)) {
      line.forEach((cell, j) => {
        const from = lines[0][j].input;
        if (!from || !cell.input || !FILLED_DOWN.includes(cell.field)) return;
        if (erases(cell, from.value)) kept += 1;
        else {
          cell.input.value = from.value;
          commit(cell.input);
        }
      });
    }
  }, stepBack);
  if (kept) beside(input, say("kept_figures", { n: kept }));
}

/* Fills the cell, or the block's one line, down to a row (its index). */
export function fillTo(input, row) {
  const from = placeOf(input);
  if (row <= from.row) return;
  caret.mode = "chosen"; // what was being typed is what is filled down
  commit(input);
  extendTo({ row, column: (head || from).column });
  fillDown(input);
}

/* A reason is not filled into a row that holds a figure: it would go. */
const erases = ({ row, field }, text) => field === "missing_reason" && text && hasFigure(row);

function copy(event) {
  const input = event.target;
  if (!isField(input) || (!head && caret.mode !== "chosen")) return;
  const texts = block(input).map((line) => line.map((cell) => (cell.input ? shown(cell.input) : "")));
  event.clipboardData.setData("text/plain", written(texts));
  event.preventDefault();
  if (event.type === "cut") clear(input);
}

export function listen() {
  table.addEventListener("focusin", () => head && drop());
  table.addEventListener("mousedown", (event) => {
    const at = document.activeElement;
    const both = isField(event.target) && at && at.matches("#cells [data-field]");
    if (event.shiftKey && both) {
      event.preventDefault();
      extendTo(placeOf(event.target));
    } else if (head && !event.target.closest(".handle")) drop(); // also a click on the block's first cell, which has the focus
  }, true);
  table.addEventListener("copy", copy);
  table.addEventListener("cut", copy);
}
