/* The former values of a row, on the page of the grid itself; each comes back with one
   click, as an act like any other. */

import { focus } from "./caret.js";
import { words } from "./page.js";
import { take } from "./offers.js";
import { rowAt } from "./rows.js";

const place = document.getElementById("history");

function show(row, link) {
  fetch(link.href + "?panel=1", { credentials: "same-origin", redirect: "error" }).then((answer) => {
    if (!answer.ok) return Promise.reject();
    return answer.text();
  }).then((html) => fill(row, html), () => location.assign(link.href));
}

/* The server's own list, parsed as a document: nothing in it runs. */
function fill(row, html) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector(".log");
  place.querySelector("h2").textContent = row.name + " " + words.history;
  place.querySelector("div").replaceChildren(list);
  place.hidden = false;
  place.focus();
  place.onclick = (event) => clicked(row, event.target);
}

function clicked(row, target) {
  if (target.closest("[data-close]")) return close(row);
  const button = target.closest("button[name=before]");
  if (!button) return;
  const fields = JSON.parse(button.parentNode.querySelector("script").textContent);
  if (!row.editable) return;
  take(row, fields, "restored");
  close(row);
}

function close(row) {
  place.hidden = true;
  focus(row.inputs.value || row.places.name);
}

export function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.history");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(rowAt(link), link);
  });
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") place.querySelector("[data-close]").click();
  });
}
