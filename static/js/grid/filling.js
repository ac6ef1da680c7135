/* Filling many cells at once, and saying what became of them: what is refused is counted
   and listed with its reason. One act, one request. */

import { focus } from "./caret.js";
import { live, make, say, words } from "./page.js";
import { refusal } from "./paste_targets.js";
import { FIGURE, isDirty } from "./row.js";
import { label, put } from "./rows.js";
import { together } from "./saving.js";
import { stepBack } from "./stepping.js";
import { supplying } from "./supplier.js";
import { note } from "./undo.js";

let open = null; // the paste whose cells are still on their way: {cells, refused, act}

/* Fills texts into cells: {row, field, n, text}. A field without a cell of its own goes
   with its row. */
export function fill(targets) {
  const paste = { cells: [], refused: [], act: null };
  paste.act = together("pasted", () => {
    for (const target of targets) {
      if (target.aside) beside(target);
      else cell(target, paste);
    }
  }, stepBack);
  open = paste;
  report();
}

function beside({ row, field, text }) {
  row.extra[field] = text;
  note(row, field, text);
}

function cell(target, paste) {
  const input = target.row && target.row.inputs[target.field];
  const why = refusal(target, words) || (put(input, target.text) ? "" : words.not_in_list);
  if (why) paste.refused.push({ ...target, why });
  else {
    paste.cells.push(target);
    filled(target.row, target.field);
  }
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
  for (const one of paste.cells) {
    const said = one.row.refused[one.field];
    if (said) refused.push({ ...one, why: said.why });
    else if (one.row.conflict) refused.push({ ...one, why: words.conflict });
  }
  refused.sort((a, b) => a.n - b.n);
  show(paste, refused);
}

function show({ cells, refused: before, act }, refused) {
  const n = cells.length + before.length - refused.length;
  const panel = document.getElementById("pasted");
  const said = say("pasted", { n, m: refused.length });
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

function entry(one) {
  const li = make("li");
  const input = one.row && one.row.inputs[one.field];
  li.append(input ? link(one, input) : where(one), " “" + one.text + "” " + one.why);
  return li;
}

const where = (one) => (one.row ? label(one.row, one.field) : say("row_n", { n: one.n }));

function link(one, input) {
  const made = make("a", "", where(one));
  made.href = "#" + one.row.code;
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

export function listen() {
  document.addEventListener("grid:settled", report);
  document.addEventListener("grid:stepped", close);
}
