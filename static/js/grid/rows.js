/* The rows of the page: their elements beside their state, the texts in their cells. */

import { labels, table, words, yearOf } from "./page.js";
import { rowOf } from "./row.js";

function found(tr) {
  const row = rowOf(JSON.parse(tr.querySelector("script").textContent));
  row.tr = tr;
  row.says = tr.nextElementSibling;
  row.places = {}; // where the arrows go: fields, tick, name, files
  for (const input of tr.querySelectorAll("[data-field]")) {
    row.inputs[input.dataset.field] = row.places[input.dataset.field] = input;
    row.known[input.dataset.field] = input.value;
  }
  row.places.tick = tr.querySelector("td.tick input");
  row.places.name = tr.querySelector("button.about");
  for (const link of tr.querySelectorAll("a.amend")) {
    row.places[yearOf(link.closest("td").dataset.year)] = link;
  }
  row.places.files = tr.querySelector("td.files a");
  return row;
}

export const rows = Array.from(table.querySelectorAll("tr[data-row]"), found);
export const byCode = Object.fromEntries(rows.map((row) => [row.code, row]));

export const visible = () => rows.filter((row) => !row.tr.hidden);
export const chosen = () => visible().filter((row) => row.places.tick && row.places.tick.checked);

export function rowAt(element) {
  let tr = element.closest("tr");
  if (tr && tr.classList.contains("says")) tr = tr.previousElementSibling;
  return tr && byCode[tr.dataset.row];
}

export const label = (row, field) => row.name + " " + (labels[field] || "");

/* ---- texts */

/* What a person reads in a cell: of a list its word, not its code. */
export function shown(input) {
  if (input.tagName !== "SELECT") return input.value;
  return (input.selectedOptions[0] || {}).textContent || "";
}

/* The word that stands in a list for a stored text; any other text as it is. */
export function wordOf(input, text) {
  const option = input.tagName === "SELECT" && Array.from(input.options).find((one) => one.value === text);
  return option ? option.textContent : text;
}

/* Puts a text into a cell; false where it is a list and the text is not in it. */
export function put(input, text) {
  if (input.tagName !== "SELECT") {
    input.value = input.tagName === "TEXTAREA" ? text : text.replace(/\s*\n\s*/g, " ");
    return true;
  }
  const option = Array.from(input.options).find((one) => one.textContent.trim() === text.trim() || one.value === text);
  if (option) input.value = option.value;
  return !!option;
}

/* ---- marks: a shape by style, a word in the state column */

export function mark(row, field, state) {
  const input = row.inputs[field];
  const cell = input && input.closest("td");
  if (!cell) return;
  if (state) cell.dataset.mark = state;
  else delete cell.dataset.mark;
  if (state === "refused" || state === "conflict") input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

export function markRow(row, state) {
  const place = row.tr.querySelector("td.state .mark");
  place.textContent = state ? words[state] : "";
  place.dataset.mark = state || "";
}
