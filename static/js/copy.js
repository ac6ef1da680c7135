/* form[data-copy]: the button copies the form's text and notes the reminder without
   leaving the page; without scripts the form is posted plainly. execCommand, because
   the clipboard API is missing on plain http. */

function copied(area) {
  area.focus();
  area.select();
  return document.execCommand("copy");
}

function show(marked) {
  for (const place of document.querySelectorAll("[data-last]")) {
    const words = marked[place.dataset.last];
    if (words) place.textContent = words;
  }
}

function note(form) {
  return fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  }).then((answer) => {
    const kind = answer.headers.get("Content-Type") || "";
    if (!answer.ok || !kind.startsWith("application/json")) throw new Error(answer.status);
    return answer.json();
  });
}

for (const form of document.querySelectorAll("form[data-copy]")) {
  const button = form.querySelector("button[data-script]");
  const area = form.querySelector("textarea");
  const said = form.querySelector(".said");
  if (!button || !area) continue;
  button.textContent = button.dataset.script;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const done = copied(area);
    note(form).then((body) => {
      show(body.marked);
      said.textContent = done ? button.dataset.copied : button.dataset.uncopied;
    }).catch(() => {
      said.textContent = button.dataset.unmarked;
    });
  });
}
