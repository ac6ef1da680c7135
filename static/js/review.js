/* The review page: keys, the count of chosen rows, a question before each act.
   Without this file the page is a plain form that asks on a page of its own. */

import { announce } from "./said.js";
import { counted, filled } from "./words.js";

const form = document.getElementById("decide");
const dialog = document.getElementById("ask");
const lines = form ? [...form.querySelectorAll("[data-line]")] : [];
const box = (line) => line.querySelector("input[name=choose]");
const chosen = () => lines.filter((line) => box(line) && box(line).checked);

/* ---- choosing */

function count() {
  const n = chosen().length;
  for (const line of lines) {
    line.classList.toggle("is-chosen", Boolean(box(line) && box(line).checked));
  }
  const place = form.querySelector("[data-chosen]");
  if (place) {
    place.textContent = n ? place.dataset.some.replace("{n}", n) : place.dataset.none;
  }
  const all = form.querySelector("[data-all]");
  if (all) {
    const possible = lines.filter(box).length;
    all.checked = n === possible;
    all.indeterminate = n > 0 && n < possible;
  }
}

function choose(line, on) {
  const tick = line && box(line);
  if (tick) {
    tick.checked = on === undefined ? !tick.checked : on;
    count();
  }
}

function chooseThose(which) {
  for (const line of lines.filter(box)) {
    box(line).checked = which(line);
  }
  count();
}

/* ---- moving */

function here() {
  const active = document.activeElement;
  return active && active.closest ? active.closest("[data-line]") : null;
}

function move(step) {
  const at = lines.indexOf(here());
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1);
  lines[next].focus();
  lines[next].scrollIntoView({ block: "nearest" });
}

function openReturn() {
  if (!chosen().length) {
    choose(here(), true);
  }
  const picked = chosen();
  for (const line of picked) {
    line.querySelector("details.return").open = true;
  }
  const first = picked.includes(here()) ? here() : picked[0];
  if (first) {
    first.querySelector("textarea").focus();
  }
}

/* Keys belong to whoever is typing, to the browser's own shortcuts, to the dialog. */
function isTaken(event) {
  const at = event.target;
  const typing = at.matches("textarea, select, input:not([type=checkbox])");
  return typing || at.isContentEditable || event.ctrlKey || event.metaKey || event.altKey || dialog.open;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  arrowdown: () => move(1),
  arrowup: () => move(-1),
  x: () => choose(here()),
  a: () => press("[data-ask=approve]"),
  r: () => openReturn(),
};

function press(selector) {
  const button = form.querySelector(selector);
  if (button) {
    button.click();
  }
}

function onKey(event) {
  if (event.key === "Escape" && here() && !dialog.open) {
    here().focus();
    return;
  }
  const act = KEYS[event.key.toLowerCase()];
  const onSummary = event.target.matches("summary, a, button");
  if (!act || isTaken(event) || (onSummary && event.key.startsWith("Arrow"))) {
    return;
  }
  event.preventDefault();
  act();
}

/* ---- the question before an act: its counts in the server's own words */

function facts(button) {
  if (button.dataset.n) {
    return { n: Number(button.dataset.n) };
  }
  const rows = button.dataset.ask === "all" ? lines.filter(box) : chosen();
  const missing = rows.filter((row) => "missing" in row.dataset).length;
  const warned = rows.filter((row) => "warns" in row.dataset).length;
  return { n: rows.length, missing, warned, valued: rows.length - missing };
}

function ask(button, then) {
  const values = facts(button);
  dialog.querySelector("h2").textContent = filled(button.dataset.title, values);
  dialog.querySelector("[data-text]").textContent = counted(button.dataset.text, values);
  dialog.querySelector("[data-yes]").textContent = button.dataset.yes;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && then(), { once: true });
  dialog.showModal();
  dialog.querySelector("[data-yes]").focus();
}

function confirmed(owner, button) {
  const mark = document.createElement("input");
  mark.type = "hidden";
  mark.name = "confirm";
  mark.value = "1";
  owner.append(mark);
  owner.requestSubmit(button);
}

function onSubmit(event) {
  const button = event.submitter;
  const owner = event.target;
  if (!button || !button.dataset.ask || owner.elements.confirm) {
    return;
  }
  if (button.dataset.ask !== "report" && !facts(button).n) {
    return; // the server says what to do first
  }
  event.preventDefault();
  ask(button, () => confirmed(owner, button));
}

document.addEventListener("submit", onSubmit);
if (form && lines.some(box)) {
  document.addEventListener("keydown", onKey);
  form.addEventListener("change", (event) => event.target.name === "choose" && count());
  for (const hidden of document.querySelectorAll("[data-keys], [data-all], [data-plain]")) {
    hidden.hidden = false;
  }
  const all = form.querySelector("[data-all]");
  all.addEventListener("change", () => chooseThose(() => all.checked));
  const plain = form.querySelector("[data-plain]");
  if (plain) {
    plain.addEventListener("click", () => chooseThose((line) => !("warns" in line.dataset)));
  }
  count();
  const aimed = lines.find((line) => "#" + line.id === decodeURIComponent(location.hash));
  (aimed || lines[0]).focus({ preventScroll: !location.hash });
}
const refusal = document.getElementById("refusal");
if (refusal) {
  refusal.focus();
}
announce();
