/* The keyboard as in Excel. A focused cell is chosen, its text selected: typing replaces
   it, arrows go on. F2 or a double click edit inside it. */

import { clear, extend, fillDown } from "./block.js";
import { caret, focus, isField, isText } from "./caret.js";
import { across, down, endmost, far, lastYear, page, placeOf } from "./next_cell.js";
import { table, years } from "./page.js";
import { askReason } from "./reasons.js";
import { rowAt, rows } from "./rows.js";
import { commit, indicate } from "./saving.js";
import { takeFirst, takeLast } from "./offers.js";
import { stepBack, stepForth } from "./stepping.js";

let before = ""; // the text that Esc brings back

function go(event, element) {
  event.preventDefault();
  if (isField(event.target)) leave(event.target);
  if (element) focus(element);
}

function leave(input) {
  caret.mode = "chosen";
  commit(input);
}

/* ---- editing */

function edit(input) {
  before = input.value;
  caret.mode = "editing";
  if (isText(input)) input.setSelectionRange(input.value.length, input.value.length);
}

/* Outside of editing there is nothing to bring back: an act is stepped back (Ctrl+Z). */
function restore(input) {
  if (caret.mode !== "chosen") input.value = before;
  leave(input);
  if (isText(input)) input.select();
}

function breakLine(input) {
  caret.mode = "editing";
  input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
}

/* ---- keys with Ctrl */

const ARROWS = { ArrowUp: [down, -1], ArrowDown: [down, 1], ArrowLeft: [across, -1], ArrowRight: [across, 1] };

const WITH_CONTROL = {
  enter(input, row) {
    if (isField(input)) leave(input);
    takeFirst(row);
  },
  ";": (input, row) => takeLast(row),
  d: (input) => fillDown(input),
  z: (input, row, event) => (event.shiftKey ? stepForth() : stepBack()),
  y: () => stepForth(),
};
const STEPS = ["z", "y"];

function withControl(event, row) {
  const key = event.key.toLowerCase().replace("；", ";");
  const input = event.target;
  if (event.shiftKey && event.key in ARROWS && isField(input)) {
    event.preventDefault();
    leave(input);
    return extend(input, event.key, true);
  }
  if (key === "arrowleft" && caret.mode === "chosen") return go(event, lastYear(input));
  if (key === "home") return go(event, endmost(input, -1));
  if (key === "end") return go(event, endmost(input, 1));
  if (!(key in WITH_CONTROL)) return;
  // Inside a text that is being typed the browser takes back its letters.
  if (STEPS.includes(key) && isText(input) && caret.mode !== "chosen") return;
  event.preventDefault();
  WITH_CONTROL[key](input, row, event);
}

/* ---- keys of a chosen cell that mean something else while one edits inside it */

function whenChosen(event) {
  const { key, target: input } = event;
  if (key === "Delete" || (key === "Backspace" && !isText(input))) {
    event.preventDefault();
    clear(input);
  } else if (key === "Home") go(event, far(input, -1));
  else if (key === "End") go(event, far(input, 1));
  else if (key === " " && event.shiftKey) {
    event.preventDefault();
    tick(rowAt(input));
  } else if (!isText(input)) whenList(event);
}

function whenList(event) {
  const { key } = event;
  before = event.target.value;
  if (key === " " || (event.altKey && key === "ArrowDown")) caret.mode = "editing";
  else if (/^[0-9]$/.test(key)) openList(event);
}

/* A digit is a figure typed into the wrong column: it opens the list and chooses nothing. */
function openList(event) {
  event.preventDefault();
  caret.mode = "editing";
  event.target.showPicker?.();
}

function tick(row) {
  const box = row.places.tick;
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

/* ---- any key */

function arrow(event) {
  const input = event.target;
  const [move, step] = ARROWS[event.key];
  if (caret.mode === "editing" || event.altKey) return;
  if (!event.shiftKey || !isField(input)) return go(event, move(input, step));
  if (caret.mode === "chosen") {
    event.preventDefault();
    extend(input, event.key);
  }
}

function pressed(event) {
  // A key that an input method is still composing with is not ours.
  if (event.isComposing || event.keyCode === 229) return;
  const { key, target: input } = event;
  const row = rowAt(input);
  if (!row || input.closest("tr.says") || !placeOf(input)) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) withControl(event, row);
  else if (key in ARROWS) arrow(event);
  else if (key === "PageDown") go(event, page(input, 1));
  else if (key === "PageUp") go(event, page(input, -1));
  else if (isField(input)) inField(event);
}

function inField(event) {
  const { key, target: input } = event;
  if (key === "Enter") entered(event);
  else if (key === "Escape") restore(input);
  else if (key === "F2") {
    event.preventDefault();
    edit(input);
  } else if (caret.mode === "chosen") whenChosen(event);
}

function entered(event) {
  const input = event.target;
  if (event.altKey && input.tagName === "TEXTAREA") {
    event.preventDefault();
    breakLine(input);
  } else go(event, down(input, event.shiftKey ? -1 : 1));
}

/* ---- other than keys */

function entering(event) {
  const input = event.target;
  if (!isField(input)) return;
  caret.mode = "chosen";
  before = input.value;
  input.closest("tr").classList.add("here");
}

function left(event) {
  const input = event.target;
  if (!isField(input)) return;
  input.closest("tr").classList.remove("here");
  commit(input);
}

/* What stood there when typing began: pasted, taken over or stepped back to since the
   cell was entered. */
function typing({ target: input }) {
  if (isField(input) && caret.mode === "chosen") before = input.value;
}

function typed(event) {
  const input = event.target;
  if (!isField(input)) return;
  if (isText(input) && caret.mode === "chosen") caret.mode = "typing";
  indicate();
}

function picked(event) {
  const input = event.target;
  if (isText(input)) return;
  caret.mode = "chosen";
  if (!askReason(input)) commit(input);
}

function clicked(event) {
  const input = event.target;
  if (!isField(input)) return;
  const here = document.activeElement === input;
  if (here && (caret.mode !== "chosen" || event.detail > 1 || !isText(input))) caret.mode = "editing";
  else if (isText(input) && !event.shiftKey) {
    // A click chooses the whole cell, also the one that Enter led to, as in Excel.
    event.preventDefault();
    focus(input);
  }
}

export function listen() {
  for (const { places } of rows) {
    // Reached with the arrows; Tab goes from figure to figure.
    if (places.tick) places.tick.tabIndex = -1;
    if (places.name) places.name.tabIndex = -1;
    for (const year of years) if (places[year]) places[year].tabIndex = -1;
  }
  table.addEventListener("keydown", pressed);
  table.addEventListener("focusin", entering);
  table.addEventListener("focusout", left);
  table.addEventListener("beforeinput", typing);
  table.addEventListener("input", typed);
  table.addEventListener("change", picked);
  table.addEventListener("mousedown", clicked);
}
