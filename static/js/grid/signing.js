/* Signs in again over the grid, when the session has ended: nothing typed leaves the
   page, and what waits is sent afterwards. */

import { form, make, words } from "./page.js";
import { token } from "./requests.js";

const dialog = document.getElementById("signing");
const sheet = dialog.querySelector("form");
const refused = sheet.querySelector("[role=alert]");
let after = null;
let later = false; // put off: the word at the top opens it again

/* Asks for the password, once until it is answered or asked for again; then calls `then`. */
export function signIn(then) {
  after = then;
  if (dialog.open || later) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", ""); // Firefox before 98, Safari before 15.4
  sheet.elements.password.focus();
}

/* The way back to the question for who has put it off. */
export function opener(then) {
  const button = make("button", "quiet", words.sign_in);
  button.type = "button";
  button.addEventListener("click", () => {
    later = false;
    signIn(then);
  });
  return button;
}

function close() {
  sheet.elements.password.value = "";
  refuse("");
  if (dialog.close && dialog.open) dialog.close();
  else dialog.removeAttribute("open");
}

function refuse(sentence) {
  refused.textContent = sentence;
  refused.hidden = !sentence;
}

/* Says that the server knows the person again, perhaps from another tab. */
export function signedIn() {
  later = false;
  close();
}

function entered() {
  signedIn();
  if (after) after();
}

async function send() {
  const sent = new FormData(sheet);
  sent.set("csrfmiddlewaretoken", token());
  const answer = await fetch(form.dataset.login, {
    method: "POST",
    body: sent,
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    credentials: "same-origin",
    redirect: "manual", // signed in meanwhile, in another tab
  });
  if (answer.ok || answer.type === "opaqueredirect") return entered();
  if (answer.status === 429) return refuse(words.sign_in_locked);
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  refuse(isJson ? (await answer.json()).error : words.sign_in_failed);
  sheet.elements.password.select();
}

export function listen() {
  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    send().catch(() => refuse(words.sign_in_failed));
  });
  sheet.querySelector("[data-close]").addEventListener("click", () => {
    later = true;
    close();
  });
  dialog.addEventListener("cancel", () => { later = true; });
}
