/* The page of the grid: its elements, and the words that the server gave it. */

import { counted } from "../words.js";

const given = JSON.parse(document.getElementById("grid-page").textContent);

export const form = document.getElementById("grid");
export const table = document.getElementById("cells");
export const words = given.words;
export const labels = given.labels; // field → heading of its column
// The columns that arrows, copying and pasting go through, from left to right.
export const columns = given.fields;

export const yearOf = (year) => "year-" + year;
// The earlier years shown, whose cells lead to where they are corrected.
export const years = Array.from(table.querySelectorAll("thead th.year"), (th) => yearOf(th.textContent.trim()));

export const say = (key, values) => counted(words[key], values);

export function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/* Says it to who does not see the page. */
export function live(text) {
  document.getElementById("live").textContent = text;
}
