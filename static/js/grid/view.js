/* Which rows are shown and how large: the links do it without scripts too. */

import { table } from "./page.js";
import { isLeftOut } from "./row.js";
import { rows } from "./rows.js";
import { offer } from "./remarks.js";

const KEY = "healthplan-large"; // a setting of this browser; nothing typed is kept

/* ---- only what is unfilled, has problems, was returned */

function filter(only) {
  for (const row of rows) {
    row.tr.hidden = isLeftOut(row, only);
    offer(row);
  }
  for (const group of table.querySelectorAll("tbody")) {
    group.hidden = !group.querySelector("tr[data-row]:not([hidden])");
  }
}

function listenFilters() {
  const links = document.querySelectorAll("a[data-only]");
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (const one of links) one.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      filter(link.dataset.only);
      history.replaceState(null, "", link.href);
    });
  }
}

/* ---- large text */

function remembered() {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch (none) {
    return false;
  }
}

function remember(on) {
  try {
    localStorage.setItem(KEY, on ? "1" : "0");
  } catch (none) {
    // A browser that keeps nothing shows the size that the address says.
  }
}

function enlarge(link, on) {
  document.body.classList.toggle("large", on);
  if (on) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

function listenSize(link) {
  if (remembered()) enlarge(link, true);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const on = !document.body.classList.contains("large");
    enlarge(link, on);
    remember(on);
  });
}

/* ---- long numbers */

/* Widens a column of figures whose longest does not fit: no digit is ever cut. */
function fit(input) {
  if (!table.rows.length || input.clientWidth === 0) return;
  const more = input.scrollWidth - input.clientWidth;
  if (more <= 0) return;
  const cell = input.closest("td");
  const col = table.querySelectorAll("col")[cell.cellIndex];
  // In letters, not in pixels: 大字 makes them larger.
  col.style.width = (cell.offsetWidth + more + 4) / parseFloat(getComputedStyle(table).fontSize) + "em";
}

function listenNumbers() {
  const numbers = table.querySelectorAll("td.n input");
  numbers.forEach(fit);
  table.addEventListener("input", (event) => event.target.matches("td.n input") && fit(event.target));
  document.addEventListener("grid:settled", () => numbers.forEach(fit));
}

export function listen() {
  listenFilters();
  listenNumbers();
  listenSize(document.querySelector("a[data-large]"));
  // The panel of 口径 goes away with Esc.
  document.addEventListener("keydown", (event) => {
    const button = document.activeElement;
    if (event.key === "Escape" && button.classList.contains("about")) button.blur();
  });
}
