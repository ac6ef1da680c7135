/* Asks which lines of a block belong to which rows. */

import { make, say, words } from "./page.js";
import { isComplete, ways } from "./pasted_lines.js";

const dialog = document.getElementById("arrange");
const body = dialog && dialog.querySelector("tbody");
const list = dialog && dialog.querySelector("[data-ways]");
const button = dialog && dialog.querySelector("[data-yes]");

/* Asks for {texts, kinds, rows, fields}; `fill` takes the cells that are meant. */
export function arrange(asked, fill) {
  const found = ways(asked.kinds, asked.rows.length);
  dialog.querySelector("[data-says]").textContent = reason(asked);
  list.replaceChildren(...found.map((way, i) => option(way, i, asked)));
  body.replaceChildren(...asked.texts.map((line, i) => lineOf(line, i, asked)));
  const plain = found.findIndex(({ rows }) => isComplete(asked.kinds, rows));
  if (plain >= 0) list.querySelectorAll("input")[plain].checked = true;
  give(plain >= 0 ? found[plain].rows : asked.kinds.map(() => null));
  list.onchange = (event) => give(found[event.target.value].rows);
  body.onchange = () => {
    for (const input of list.querySelectorAll("input")) input.checked = false;
    count();
  };
  dialog.onclose = () => dialog.returnValue === "yes" && fill(targets(asked));
  dialog.returnValue = "";
  dialog.showModal();
  (list.querySelector("input:checked") || list.querySelector("input")).focus();
}

function reason({ kinds, rows }) {
  const count = (kind) => kinds.filter((one) => one === kind).length;
  const said = [say("lines_rows", { n: kinds.length, m: rows.length })];
  if (count("blank")) said.push(say("lines_blank", { n: count("blank") }));
  if (count("heading")) said.push(say("lines_heading", { n: count("heading") }));
  return said.join("") + words.lines_ask;
}

function option({ key }, i, asked) {
  const label = make("label", "tick");
  const input = make("input");
  Object.assign(input, { type: "radio", name: "way", value: String(i) });
  label.append(input, " " + say("way_" + key, { n: asked.rows.length }));
  return label;
}

function lineOf(line, i, { rows }) {
  const tr = make("tr");
  const text = line.filter((one) => one.trim()).join(" ");
  const select = make("select");
  select.setAttribute("aria-label", say("line_n", { n: i + 1 }));
  select.append(new Option(words.line_none, ""), ...rows.map((row, n) => new Option(row.name, String(n))));
  const name = make("th", "", say("line_n", { n: i + 1 }));
  name.scope = "row";
  const choice = make("td");
  choice.append(select);
  tr.append(name, make("td", "", text || words.empty), choice);
  return tr;
}

const selects = () => Array.from(body.querySelectorAll("select"));

function give(rows) {
  selects().forEach((select, i) => {
    select.value = rows[i] === null ? "" : String(rows[i]);
  });
  count();
}

function count() {
  const taken = selects().map((select) => select.value).filter(Boolean);
  const twice = new Set(taken).size < taken.length;
  button.disabled = !taken.length || twice;
  dialog.querySelector("[data-twice]").textContent = twice ? words.line_twice : "";
}

function targets({ texts, rows, fields }) {
  const found = [];
  selects().forEach((select, i) => {
    if (!select.value) return;
    texts[i].forEach((text, j) => {
      if (text.trim() === "") return;
      found.push({ row: rows[Number(select.value)], field: fields[j], n: i + 1, text });
    });
  });
  return found;
}
