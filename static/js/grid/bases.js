/* The base figures above the table: saved when both the number and its source are there. */

import { around } from "./answers.js";
import { words } from "./page.js";
import { post } from "./requests.js";
import { queue } from "./saving.js";

const part = (line, name) => line.querySelector(`[name^=base-${name}]`);

function tell(line, mark, text) {
  const place = line.querySelector("[data-mark]");
  place.dataset.mark = mark;
  place.textContent = text;
}

const typed = (line) => ({ value: part(line, "value").value.trim(), source: part(line, "source").value.trim() });

function save(line) {
  const { value, source } = typed(line);
  const sent = value + "\n" + source;
  if (line.dataset.sent === sent) return;
  if (!value || !source) return tell(line, "unsaved", value ? words.base_source : words.base_value);
  line.dataset.sent = sent;
  tell(line, "saving", words.saving);
  queue(() => {
    const version = Number(part(line, "version").value);
    const why = part(line, "why")?.value ?? "";
    return post("base/", { kind: line.dataset.kind, value, source, version, why }).then((answer) => {
      arrived(line, answer);
    }, (why) => {
      tell(line, "unsaved", words.unsaved);
      return Promise.reject(why);
    });
  });
}

function arrived(line, answer) {
  if (!answer.ok) return tell(line, "refused", answer.body.error);
  const { base } = answer.body;
  part(line, "version").value = base.version;
  part(line, "value").value = base.value;
  document.querySelector(`[data-base-shown="${line.dataset.kind}"]`).textContent = base.value;
  tell(line, "saved", words.saved);
  answer.body.around.forEach(around);
}

export function listen() {
  for (const line of document.querySelectorAll(".base")) {
    if (!part(line, "value")) continue;
    const { value, source } = typed(line);
    line.dataset.sent = value + "\n" + source;
    line.addEventListener("change", () => save(line));
  }
}
