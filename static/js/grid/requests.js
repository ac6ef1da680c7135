/* How the grid asks the server. */

import { form } from "./page.js";

/* The token is read from the cookie each time: after signing in again it is another. */
export function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
  return found ? decodeURIComponent(found[1]) : form.elements.csrfmiddlewaretoken.value;
}

/* Posts JSON or a form to an address below the grid's; resolves to {ok, status, body},
   rejects with a trouble's name: "offline", "expired", "server". */
export function post(path, given) {
  const headers = { "X-CSRFToken": token(), Accept: "application/json" };
  let body = given;
  if (!(given instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify({ by: form.dataset.by, ...given });
  }
  return fetch(form.dataset.base + path, {
    method: "POST",
    body,
    headers,
    credentials: "same-origin",
    redirect: "manual",
  }).then(read, () => Promise.reject("offline"));
}

/* Posts a form to an address below the grid's; resolves to the page (or part of one) that
   it answers, also where that says why not; rejects as `post` does. */
export function postForPage(path, body) {
  return fetch(form.dataset.base + path, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token() },
    credentials: "same-origin",
    redirect: "manual",
  }).then((response) => {
    if (response.type === "opaqueredirect" || response.status === 403) return Promise.reject("expired");
    if (!response.ok && response.status !== 422) return Promise.reject("server");
    return response.text().catch(() => Promise.reject("offline"));
  }, () => Promise.reject("offline"));
}

function read(response) {
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const isOver = response.type === "opaqueredirect" || response.status === 401;
  if (isOver || (response.status === 403 && !isJson)) return Promise.reject("expired");
  if (response.status >= 500 || !isJson) return Promise.reject("server");
  return response.json().then(
    (body) => ({ ok: response.ok, status: response.status, body }),
    () => Promise.reject("offline"),
  );
}
