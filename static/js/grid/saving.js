/* Saves what is typed, one request after the other, each over the version it was typed
   over. Nothing typed is ever dropped: what the line or the server did not take stays
   in its cell and is sent again. It is kept in this page's memory and nowhere else. */

import { around, arrived, refuseAll, settleConflict } from "./answers.js";
import { beside } from "./beside.js";
import { say, table, words } from "./page.js";
import { post } from "./requests.js";
import { isDirty, isRefused, leave, parts, unsaved } from "./row.js";
import { mark, markRow, rowAt, rows } from "./rows.js";
import { count, tell } from "./remarks.js";
import { opener, signIn, signedIn } from "./signing.js";
import { supplying } from "./supplier.js";
import { asOne, canRedo, canUndo, note } from "./undo.js";

const jobs = []; // base figures and the like wait in the same line
let sending = false;
let trouble = "";
let tries = 0;
let timer = 0;
let leaving = false;
let held = false; // while one gesture fills many cells: they go in one request
const FEW = 3; // stored texts that may be written over without a word

/* ---- what is to be sent */

/* Says that a cell is left: it is saved if its text is not the stored one. */
export function commit(input) {
  const row = rowAt(input);
  const field = input.dataset.field;
  if (!row || !row.editable) return;
  let waits = false;
  asOne("typed", () => {
    note(row, field, input.value);
    waits = leave(row, field, supplying());
    for (const [name, text] of Object.entries(row.extra)) note(row, name, text);
  });
  if (waits && isRefused(row, field)) return;
  if (!waits && !row.conflict) mark(row, field, "");
  if (!waits || row.conflict) tell(row);
  flush();
}

/* Does what one gesture does to many cells: one act, one request, and a word beside the
   place where it wrote over stored texts. `takeBack` undoes the act it is given. */
export function together(how, work, takeBack) {
  const within = held; // another gesture
  held = true;
  let act = null;
  try {
    act = asOne(how, work);
  } finally {
    held = within;
  }
  flush();
  if (act) warnOf(act, takeBack);
  return act;
}

function warnOf(act, takeBack) {
  const n = act.cells.filter(({ row, field }) => row.saved[field]).length;
  if (n <= FEW || !takeBack) return;
  const { row, field } = act.cells[0];
  const key = act.how === "cleared" ? "cleared" : "overwritten";
  beside(row.inputs[field], say(key, { n }), { word: words.undo, act: () => takeBack(act) });
}

export function flush() {
  if (held) return;
  if (sending || timer) return indicate();
  const sent = parts(rows);
  if (!sent.length) return jobs.length ? runJob() : rest();
  sending = true;
  for (const { row, fields } of sent) {
    for (const field of Object.keys(fields)) mark(row, field, "saving");
    markRow(row, "saving");
    row.extra = {};
    row.act = null;
    row.how = "typed";
  }
  indicate();
  post("cells/", { cells: sent.map(asCell) }).then((answer) => {
    through();
    if (answer.ok) answer.body.rows.forEach((got, i) => arrived(sent[i], got));
    else refuseAll(sent, answer.body.error);
    (answer.body.around || []).forEach(around);
    done();
  }, (why) => failed(sent, why));
}

const asCell = ({ row, fields, how }) => ({ indicator: row.code, version: row.version, fields, how });

export function queue(job) {
  jobs.push(job);
  flush();
}

function runJob() {
  sending = true;
  indicate();
  jobs[0]().then(() => {
    jobs.shift();
    through();
    done();
  }, (why) => failed([], why));
}

function done() {
  sending = false;
  count();
  document.dispatchEvent(new CustomEvent("grid:settled"));
  flush();
}

function rest() {
  indicate();
  document.dispatchEvent(new CustomEvent("grid:rest"));
}

/* Resolves when nothing is under way any more, to the number of unsaved cells. */
export function settled() {
  const at = document.activeElement;
  if (at && at.dataset.field) commit(at);
  return new Promise((resolve) => {
    if (timer) return resolve(unsaved(rows));
    document.addEventListener("grid:rest", () => resolve(unsaved(rows)), { once: true });
    flush();
  });
}

/* ---- the line is down, the session is over */

function failed(sent, why) {
  sending = false;
  for (const { row, fields, extra, act, how } of sent) {
    row.extra = { ...extra, ...row.extra };
    row.act = row.act || act;
    row.how = how;
    for (const field of Object.keys(fields)) mark(row, field, "unsaved");
    markRow(row, "unsaved");
  }
  trouble = why;
  timer = setTimeout(again, Math.min(15000, 1000 * 2 ** tries));
  tries += 1;
  indicate();
  if (why === "expired") signIn(soon);
}

function again() {
  clearTimeout(timer);
  timer = 0;
  flush();
}

function through() {
  if (trouble === "expired") signedIn();
  trouble = "";
  tries = 0;
}

function soon() {
  if (timer) again();
}

/* ---- what the head says of it */

export function indicate() {
  const place = document.getElementById("saving");
  const n = unsaved(rows);
  document.getElementById("undo").disabled = !canUndo();
  document.getElementById("redo").disabled = !canRedo();
  place.hidden = false;
  place.dataset.mark = trouble ? "unsaved" : sending ? "saving" : n ? "unsaved" : "saved";
  place.textContent = sending ? words.saving : n ? say("n_unsaved", { n }) : words.all_saved;
  warn(trouble ? say(trouble, { n: n || 1 }) : "");
}

function warn(text) {
  const banner = document.getElementById("trouble");
  if (banner.dataset.text === text) return;
  banner.dataset.text = text;
  banner.hidden = !text;
  banner.textContent = text;
  if (trouble === "expired") banner.append(" ", opener(soon));
}

/* ---- from the page */

/* Brings the page again, with the rows as they are now: asked for anew, for a reload of
   a page that answered a plain form would send that form again. */
export function reload() {
  leaving = true;
  location.replace(location.pathname + location.search);
}

export function listen() {
  addEventListener("online", soon);
  addEventListener("focus", soon);
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  addEventListener("beforeunload", (event) => {
    if (leaving || !unsaved(rows)) return;
    event.preventDefault();
    event.returnValue = "";
  });
  // Kept by the browser for “back”: after signing out nothing typed may come up again.
  addEventListener("pageshow", (event) => event.persisted && reload());
  table.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-use]");
    if (!choice) return;
    const first = settleConflict(rowAt(choice), choice.dataset.use === "mine");
    flush();
    first.focus();
  });
}
