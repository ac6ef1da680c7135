/* Pasting a block copied from Excel or WPS: what fits is filled in and saved in one
   request, what is refused is counted and listed with its reason; blanks leave cells
   as they are. */

import { block, hasBlock, placeOf } from "./block.js";
import { caret, focus, isField } from "./caret.js";
import { parsed } from "./clipboard.js";
import { columns, live, make, say, table, words } from "./page.js";
import { placed, refusal } from "./paste_targets.js";
import { FIGURE, isDirty } from "./row.js";
import { label, put, visible } from "./rows.js";
import { together } from "./saving.js";
import { stepBack } from "./stepping.js";
import { supplying } from "./supplier.js";
import { note } from "./undo.js";

let open = null; // the paste whose cells are still on their way: {cells, refused, act}

/* ---- filling */

/* A single text over a chosen block goes into each of its cells, as in Excel. */
function overBlock(text, input) {
  const rows = visible();
  return block(input).flat().map(({ row, field }) => ({ row, field, n: rows.indexOf(row) + 1, text }));
}

function fill(targets) {
  const paste = { cells: [], refused: [], act: null };
  paste.act = together("pasted", () => {
    for (const target of targets) {
      const input = target.row && target.row.inputs[target.field];
      const why = refusal(target, words) || (put(input, target.text) ? "" : words.not_in_list);
      if (why) paste.refused.push({ ...target, why });
      else paste.cells.push(target);
      if (!why) filled(target.row, target.field);
    }
  }, stepBack);
  open = paste;
  report();
}

function filled(row, field) {
  row.ready.add(field);
  row.blocked = [];
  note(row, field, row.inputs[field].value);
  if (!FIGURE.includes(field)) return;
  for (const [name, text] of Object.entries(supplying())) {
    row.extra[name] = text;
    note(row, name, text);
  }
}

/* ---- saying what became of it */

const isOnItsWay = ({ row, field }) => isDirty(row, field) && !row.refused[field] && !row.conflict;

function report() {
  if (!open || open.cells.some(isOnItsWay)) return;
  const paste = open;
  open = null;
  const refused = paste.refused.slice();
  for (const cell of paste.cells) {
    const said = cell.row.refused[cell.field];
    if (said) refused.push({ ...cell, why: said.why });
    else if (cell.row.conflict) refused.push({ ...cell, why: words.conflict });
  }
  refused.sort((a, b) => a.n - b.n);
  show(paste, refused);
}

function show({ cells, refused: before, act }, refused) {
  const filled = cells.length + before.length - refused.length;
  const panel = document.getElementById("pasted");
  const said = say("pasted", { n: filled, m: refused.length });
  const line = make("p");
  line.append(make("b", "", said), " ");
  if (act) line.append(button(words.undo, () => stepBack(act)), " ");
  line.append(button("×", close));
  panel.textContent = "";
  panel.hidden = false;
  panel.append(line);
  if (refused.length) {
    const list = make("ol");
    list.append(...refused.map(entry));
    panel.append(list);
  }
  live(said);
}

function entry(cell) {
  const li = make("li");
  const input = cell.row && cell.row.inputs[cell.field];
  li.append(input ? link(cell, input) : where(cell), " “" + cell.text + "” " + cell.why);
  return li;
}

const where = (cell) => (cell.row ? label(cell.row, cell.field) : say("row_n", { n: cell.n }));

function link(cell, input) {
  const made = make("a", "", where(cell));
  made.href = "#" + cell.row.code;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    focus(input);
  });
  return made;
}

function button(text, act) {
  const made = make("button", "quiet", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function close() {
  open = null;
  document.getElementById("pasted").hidden = true;
}

function pasted(event) {
  const input = event.target;
  if (!isField(input)) return;
  const texts = parsed(event.clipboardData.getData("text/plain"));
  const single = texts.length === 1 && texts[0].length <= 1;
  const inside = caret.mode !== "chosen" && (single || input.tagName === "TEXTAREA");
  if (inside) return;
  event.preventDefault();
  if (!texts[0].length) return;
  if (single && hasBlock()) fill(overBlock(texts[0][0], input));
  else fill(placed(texts, placeOf(input), visible(), columns));
  if (input.select) input.select();
}

export function listen() {
  document.addEventListener("grid:settled", report);
  document.addEventListener("grid:stepped", close);
  table.addEventListener("paste", pasted);
}
