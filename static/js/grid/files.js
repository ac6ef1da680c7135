/* Files that prove figures: one file may be of many rows. */

import { form, live, make, say, words } from "./page.js";
import { token } from "./requests.js";
import { noted, says } from "./supply.js";

const LARGEST = 20 * 1024 * 1024;

export function upload() {
  const input = document.getElementById("file");
  const file = input.files[0];
  const rows = noted();
  if (!file) return says(words.choose_file);
  if (!rows.length) return says(words.choose_rows);
  if (file.size > LARGEST) return says(words.too_large);
  const body = new FormData();
  for (const row of rows) body.append("row", row.code);
  body.append("file", file);
  send(body, ({ attachment }) => {
    for (const row of rows) add(row, attachment);
    input.value = "";
    says(say("uploaded", { name: attachment.name, n: rows.length }));
  });
}

// fetch tells nothing of how much has gone out; a scan over a slow line takes minutes.
function send(body, done) {
  const request = new XMLHttpRequest();
  const bar = document.getElementById("uploading");
  request.open("POST", form.dataset.base + "attachments/");
  request.setRequestHeader("X-CSRFToken", token());
  request.responseType = "json";
  request.upload.onprogress = (event) => {
    bar.hidden = false;
    bar.value = Math.round((100 * event.loaded) / event.total);
    says(say("uploading", { n: bar.value }));
  };
  request.onerror = () => {
    bar.hidden = true;
    says(words.upload_failed);
  };
  request.onload = () => {
    const answer = request.response;
    bar.hidden = true;
    if (request.status === 200 && answer && answer.attachment) done(answer);
    else says((answer && answer.error) || words.upload_failed);
  };
  request.send(body);
}

function add(row, file) {
  const cell = row.tr.querySelector("td.files");
  const span = make("span", "file");
  const link = make("a");
  link.href = file.url;
  link.title = file.name;
  link.append(make("span", "visually-hidden", file.name), String(cell.querySelectorAll("a").length + 1));
  span.append(link);
  cell.append(span, " ");
  row.places.files = row.places.files || link;
}

export function remove(button) {
  if (!confirm(say("remove_file", { name: button.title }))) return;
  fetch(button.parentNode.querySelector("a").href, {
    method: "POST",
    body: new FormData(),
    headers: { "X-CSRFToken": token() },
    redirect: "manual",
  }).then((response) => response.json()).then((answer) => {
    if (!answer.token) return live(answer.error);
    const same = document.querySelectorAll(`td.files button[value="${answer.token}"]`);
    for (const one of same) one.parentNode.remove();
  }).catch(() => live(words.upload_failed));
}
