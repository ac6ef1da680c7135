/* What stands under a row: refusals, a conflict, what the checks say, what one key
   takes over; and the counts of the head. */

import { labels, make, say, words } from "./page.js";
import { counts, errors, isOffered, restate, warnings } from "./row.js";
import { rows, shown, wordOf } from "./rows.js";

function item(level, word, text) {
  const li = make("li", level);
  li.append(make("b", "", word), " " + text);
  return li;
}

function conflictItem(row) {
  const li = item("conflict", words.conflict, say("conflict_says", { who: row.conflict.who || "—" }));
  for (const field of row.conflict.fields) li.append(pair(row, field));
  li.append(choice("mine"), " ", choice("theirs"));
  return li;
}

function pair(row, field) {
  const input = row.inputs[field];
  const mine = shown(input);
  const theirs = wordOf(input, row.conflict.texts[field]);
  const line = make("span", "pair");
  line.append(labels[field] + " ", words.mine + " ", make("b", "", mine || words.empty));
  line.append("  " + words.theirs + " ", make("b", "", theirs || words.empty));
  return line;
}

function findingItem(row, finding, blocks) {
  const level = blocks ? "error" : finding.level;
  const li = item(level, words[blocks ? "not_submitted" : level], finding.sentence);
  if (finding.meant && row.editable) {
    const button = make("button", "second", say("change_to", { value: finding.meant }));
    button.type = "button";
    button.dataset.meant = finding.meant;
    li.append(" ", button);
  }
  return li;
}

/* What a click on it does stands in saving.js. */
function choice(which) {
  return answer("use", which, words["use_" + which]);
}

/* What a click on it does stands in reasons.js. */
function questionItem(row) {
  const reason = wordOf(row.inputs.missing_reason, row.asks);
  const value = row.inputs.value.value || row.inputs.events.value;
  const li = item("warning", words.confirm, say("reason_asks", { reason, value }));
  li.append(" ", answer("answer", "keep", say("keep_figure", { value })));
  li.append(" ", answer("answer", "erase", say("erase_figure", { reason })));
  return li;
}

function answer(name, which, word) {
  const button = make("button", "second", word);
  button.type = "button";
  button.dataset[name] = which;
  return button;
}

/* Writes the list under a row anew, and shows or hides it. */
export function tell(row) {
  const list = row.says.querySelector("ul.said");
  list.textContent = "";
  // What the checks say and what blocked the row for it are one sentence, said once.
  const blocking = row.findings.filter((one) => row.blocked.includes(one.sentence));
  const sentences = blocking.map((one) => one.sentence);
  for (const finding of blocking) list.append(findingItem(row, finding, true));
  for (const text of row.blocked) {
    if (!sentences.includes(text)) list.append(item("error", words.not_submitted, text));
  }
  for (const [field, said] of Object.entries(row.refused)) {
    list.append(item("error", words.refused, (labels[field] || field) + " “" + said.text + "”：" + said.why));
  }
  if (row.asks) list.append(questionItem(row));
  if (row.conflict) list.append(conflictItem(row));
  for (const finding of row.findings) {
    if (!blocking.includes(finding)) list.append(findingItem(row, finding));
  }
  offer(row);
}

/* Shows what may be taken over now, and the line under the row if it says anything. */
export function offer(row) {
  row.offered = row.takes.filter((take) => isOffered(row, take));
  for (const take of row.takes) {
    row.says.querySelector(`.take[data-kind="${take.kind}"]`).hidden = !row.offered.includes(take);
  }
  const something = row.says.querySelector(".said > *, .returned, .other, .take:not([hidden])");
  row.says.hidden = row.tr.hidden || !something;
}

/* Takes a row as the server answers it into its marks and words. */
export function retell(row, answer) {
  restate(row, answer);
  dress(row);
  row.tr.querySelector("td.state .words").textContent = answer.words.join(" ");
  const supplier = row.tr.querySelector("small.supplier");
  supplier.textContent = answer.supplier;
  supplier.hidden = !answer.supplier;
  row.tr.querySelector("a.history").hidden = answer.version < 2;
  if (row.inputs.source) row.inputs.source.placeholder = answer.hint;
  tell(row);
}

/* Keeps the attributes that the stylesheet goes by; no script reads them. */
export function dress(row) {
  const data = row.tr.dataset;
  data.state = row.state;
  data.reason = row.reason;
  data.errors = errors(row);
  data.warnings = warnings(row);
  if (row.sourceless) data.sourceless = "";
  else delete data.sourceless;
}

export function count() {
  const found = counts(rows);
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = found[place.dataset.count];
}
