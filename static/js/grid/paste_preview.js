/* What is pasted by name is looked at first: the server says what each line means, and
   the chosen ones are filled into the rows as one act. */

import { fill } from "./filling.js";
import { form, say, words } from "./page.js";
import { postForPage } from "./requests.js";
import { byCode, rows } from "./rows.js";
import { settled } from "./saving.js";

const LONGEST = 100000; // characters; the server's own bound (layouts/pasted_block.py)
const dialog = document.getElementById("paste");
const part = (name) => dialog.querySelector(`[data-${name}]`);
let given = { text: "", merged: [], byPlace: null };

/* Shows what a text means; `byPlace` fills it in by place instead. */
export function look(text, merged, byPlace) {
  given = { text, merged, byPlace };
  open();
  read(new FormData(), "read");
}

function open() {
  part("by-place").hidden = !given.byPlace;
  part("text").hidden = !!given.byPlace;
  part("preview").textContent = "";
  says("");
  if (!dialog.open) dialog.showModal();
}

/* The dialog with an empty field, to paste or type into: also on a phone. */
function openField(event) {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  given = { text: "", merged: [], byPlace: null };
  open();
  part("text").querySelector("textarea").focus();
}

function says(text) {
  part("says").textContent = text;
}

/* ---- asking the server */

function read(body, act) {
  if (given.text.length > LONGEST) return says(say("paste_too_long", { n: LONGEST }));
  says(words.paste_reading);
  body.delete("csrfmiddlewaretoken"); // after signing in again it is another
  body.set("text", given.text);
  body.set("merged", JSON.stringify(given.merged));
  body.set("rows", rows.map((row) => row.code).join(" "));
  body.set("by", form.dataset.by);
  body.set("panel", "1");
  body.set("do", act);
  // What is typed and not yet stored comes first: it is compared with.
  return settled().then(() => postForPage("paste/", body)).then(show, (why) => {
    says(words["paste_" + why]);
    keep();
  });
}

/* Shows the text itself: it can be mended, and read once more. */
function keep() {
  part("text").hidden = false;
  part("text").querySelector("textarea").value = given.text;
}

/* The server's own page, parsed as a document: nothing in it runs. */
function show(html) {
  const found = new DOMParser().parseFromString(html, "text/html");
  part("preview").replaceChildren(...found.body.childNodes);
  says("");
  const problem = dialog.querySelector(".problem");
  // Where nothing has to be decided one key takes what is sure; else it is looked at first.
  const plain = !problem && !dialog.querySelector(".unsure, .open-questions select, .question");
  const button = plain && dialog.querySelector("[value=take]");
  if (problem) keep();
  (problem || button || dialog.querySelector(".counted")).focus();
}

/* ---- taking what is chosen */

function chosen() {
  const lines = Array.from(dialog.querySelectorAll("[data-take]"));
  return lines.filter((line) => line.querySelector("[name=take]").checked).map((line) =>
    JSON.parse(line.querySelector("script").textContent));
}

function take() {
  const lines = chosen();
  if (!lines.length) return says(words.paste_choose);
  dialog.close();
  fill(lines.flatMap(targets));
}

function targets({ indicator, fields }) {
  const row = byCode[indicator];
  const n = rows.indexOf(row) + 1;
  return Object.entries(fields).map(([field, text]) => {
    const aside = row.editable && !(field in row.inputs) && !["events", "denominator"].includes(field);
    return { row, field, n, text, aside };
  });
}

function submitted(event) {
  const button = event.submitter;
  event.preventDefault();
  if (button.value === "take") return take();
  if (event.target === part("text")) {
    const text = part("text").querySelector("textarea").value;
    const same = text === given.text.replace(/\r\n?/g, "\n");
    given = { text, merged: same ? given.merged : [], byPlace: given.byPlace };
  }
  read(new FormData(event.target), button.value);
}

function pressed(event) {
  if (event.target.closest("[data-close]")) dialog.close();
  if (event.target.closest("[data-by-place]")) {
    dialog.close();
    given.byPlace();
  }
}

export function listen() {
  if (!dialog) return;
  dialog.addEventListener("submit", submitted);
  dialog.addEventListener("click", pressed);
  document.querySelector("a[data-paste]").addEventListener("click", openField);
}
