/* The buttons of the form: with scripts they do the same without leaving the page's
   unsaved cells behind. Rows are chosen with their tick. */

import { quiet } from "./beside.js";
import { focus } from "./caret.js";
import { remove, upload } from "./files.js";
import { form, say, table, words } from "./page.js";
import { post } from "./requests.js";
import { dirty } from "./row.js";
import { chosen, rowAt, rows, visible } from "./rows.js";
import { reload, settled } from "./saving.js";
import { tell } from "./remarks.js";
import { applyLast, applySupply } from "./supply.js";
import { take } from "./offers.js";

const place = document.getElementById("acts-says");

function says(text) {
  place.textContent = text;
}

/* ---- acts on chosen rows */

function codesFor(verb) {
  const those = verb === "submit-all" ? rows.filter((row) => row.editable && row.filled) : chosen();
  return those.map((row) => row.code);
}

function act(verb) {
  const codes = codesFor(verb);
  if (!codes.length) return says(words.choose_rows);
  says("");
  quiet(); // what the last act did is over, and would lie over the answer's rows
  settled().then((unsaved) => {
    if (unsaved) return stop(unsaved);
    const body = new FormData();
    for (const code of codes) body.append("row", code);
    body.append("why", form.elements.why.value);
    const rest = verb === "submit-all" ? codes : [];
    return post(verb.replace("-all", "") + "/", body).then(
      (answer) => arrived(answer, rest),
      (why) => says(say(why, { n: 0 })),
    );
  });
}

function stop(unsaved) {
  says(say("unsaved_first", { n: unsaved }));
  const row = rows.find((one) => dirty(one).length);
  if (row) focus(row.inputs[dirty(row)[0]]);
}

/* Done: the page comes again with the rows as they are now. Refused: every cell says
   why, and what could go of “all” is ticked, to be sent with one more click. */
function arrived(answer, codes) {
  if (answer.ok) return reload();
  const cells = answer.body.cells || {};
  for (const row of rows) {
    row.blocked = cells[row.code] || [];
    tell(row);
  }
  const first = rows.find((row) => row.blocked.length);
  says(answer.body.error);
  if (!first) return;
  tickRest(answer.body.error, codes.filter((code) => !cells[code]));
  focus(first.inputs.value || first.places.tick);
}

function tickRest(error, codes) {
  if (!codes.length) return;
  for (const row of rows) {
    if (row.places.tick) row.places.tick.checked = codes.includes(row.code);
  }
  showChosen();
  says(error + say("rest", { n: codes.length }));
}

/* ---- one door for every button of the form */

const DO = { supply: applySupply, last: applyLast, attach: upload, save: settled };

function pressed(event) {
  const button = event.submitter || document.activeElement;
  event.preventDefault();
  if (button.name === "take") takeOver(button);
  else if (button.name === "remove") remove(button);
  else if (button.name === "do") (DO[button.value] || act)(button.value);
}

function takeOver(button) {
  const row = rowAt(button);
  const kind = button.closest(".take").dataset.kind;
  take(row, row.takes.find((one) => one.kind === kind).fields);
  focus(row.inputs.value);
}

function takeMeant(event) {
  const button = event.target.closest("[data-meant]");
  if (!button) return;
  const row = rowAt(button);
  take(row, { value: button.dataset.meant });
  focus(row.inputs.value);
}

/* ---- choosing rows */

function showChosen() {
  const those = chosen();
  const states = new Set(those.map((row) => row.state));
  const fits = {
    submitted: states.has("submitted"),
    done: states.has("approved") || states.has("reported"),
    supplement: those.some((row) => row.supplement),
  };
  document.getElementById("chosen").textContent = those.length ? say("chosen", { n: those.length }) : "";
  for (const part of document.querySelectorAll("#acts [data-for]")) part.hidden = !fits[part.dataset.for];
}

function tickAll(on) {
  for (const row of visible()) {
    if (row.places.tick) row.places.tick.checked = on;
  }
  showChosen();
}

export function listen() {
  form.addEventListener("submit", pressed);
  form.addEventListener("click", takeMeant);
  // A button takes no focus from a cell: what unfolds below the cell would close, the
  // button would move away between press and release, and the click would be lost.
  form.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault();
  });
  // Enter in a field of the head is no button.
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    const plain = input.tagName === "INPUT" && input.type !== "file" && input.type !== "checkbox";
    if (event.key === "Enter" && plain && !event.isComposing) {
      event.preventDefault();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  const all = document.getElementById("all");
  if (all) all.addEventListener("change", () => tickAll(all.checked));
  table.addEventListener("change", (event) => event.target.name === "row" && showChosen());
  showChosen();
}
