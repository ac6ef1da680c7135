/* 代填: who supplied is noted on rows chosen with their tick, or taken over from last year. */

import { say, words } from "./page.js";
import { chosen, put, visible } from "./rows.js";
import { together } from "./saving.js";
import { stepBack } from "./stepping.js";
import { bar, field, supply, supplying } from "./supplier.js";
import { takeLast } from "./offers.js";
import { note } from "./undo.js";

/* Says what became of a button of the bar. */
export function says(text) {
  document.getElementById("supply-says").textContent = text;
}

/* The rows with a tick; all of a department's where none has one and it is filled in for. */
export function noted() {
  const rows = chosen();
  return rows.length || !("whole" in bar.dataset) ? rows : visible().filter((row) => row.editable);
}

const editable = () => noted().filter((row) => row.editable);

export function applySupply() {
  const rows = editable();
  if (!field("supplier").value) return says(words.choose_supplier);
  if (!rows.length) return says(words.choose_rows);
  const source = field("source").value.trim();
  together("supplied", () => {
    for (const row of rows) {
      for (const [name, text] of Object.entries(supply())) {
        row.extra[name] = text;
        note(row, name, text);
      }
      if (source && row.inputs.source) {
        put(row.inputs.source, source);
        row.ready.add("source");
        note(row, "source", source);
      }
    }
  }, stepBack);
  says(say("applied", { n: rows.length }));
}

export function applyLast() {
  const rows = editable();
  if (!rows.length) return says(words.choose_rows);
  let n = 0;
  together("taken", () => {
    n = rows.filter(takeLast).length;
  }, stepBack);
  says(say("applied", { n }));
}

function changed(event) {
  if (event.target === field("supplier")) {
    field("supplier_contact").value = event.target.selectedOptions[0].dataset.contact || "";
  }
  const name = supplying().supplier;
  document.getElementById("supplying-who").textContent = name ? say("supplying", { name }) : "";
}

export function listen() {
  if (bar) bar.addEventListener("change", changed);
}
