/* Where a key leads from a cell; null where there is nothing. */

import { isField } from "./caret.js";
import { columns, yearOf, years } from "./page.js";
import { rowAt, visible } from "./rows.js";

const PLACES = ["tick", "name", ...years, ...columns, "files"];

/* Returns the name of the place of an element of a row, "" for none. */
export function placeOf(element) {
  if (isField(element)) return element.dataset.field === "expected_on" ? "missing_reason" : element.dataset.field;
  if (element.closest("td.tick")) return "tick";
  if (element.closest("th.name")) return "name";
  if (element.matches("a.amend")) return yearOf(element.closest("td").dataset.year);
  return element.closest("td.files") ? "files" : "";
}

export function down(element, step) {
  const rows = visible();
  const place = placeOf(element);
  for (let i = rows.indexOf(rowAt(element)) + step; rows[i]; i += step) {
    if (rows[i].places[place]) return rows[i].places[place];
  }
  return null;
}

export function across(element, step) {
  const row = rowAt(element);
  const place = placeOf(element);
  // One key leads from a figure to the name and its 口径: earlier years have a key of their own.
  const passed = (name) => years.includes(name) && !years.includes(place);
  for (let i = PLACES.indexOf(place) + step; PLACES[i]; i += step) {
    if (row.places[PLACES[i]] && !passed(PLACES[i])) return row.places[PLACES[i]];
  }
  return null;
}

/* Last year's cell of the row, null where it leads nowhere. */
export const lastYear = (element) => rowAt(element).places[years[years.length - 1]] || null;

/* The last cell of the row in that direction. */
export function far(element, step) {
  let found = element;
  for (let next = across(element, step); next && isField(next); next = across(next, step)) found = next;
  return found;
}

/* The last cell of the column in that direction. */
export function endmost(element, step) {
  let found = element;
  for (let next = down(element, step); next; next = down(next, step)) found = next;
  return found;
}

/* Ten rows on. */
export function page(element, step) {
  let found = element;
  for (let n = 0; n < 10; n += 1) found = down(found, step) || found;
  return found;
}
