/* Pasting: a block copied from Excel or WPS goes into the cells from the place on; one
   with names, or a paragraph, is matched by name and looked at first; lines that may
   belong to another row are asked about. Blanks leave cells as they are. */

import { beside } from "./beside.js";
import { block, hasBlock, placeOf } from "./block.js";
import { caret, isField } from "./caret.js";
import { parsed, written } from "./clipboard.js";
import { fill, listen as listenFilling } from "./filling.js";
import { joined, repeated, spread } from "./merged_cells.js";
import { columns, say, table } from "./page.js";
import { arrange } from "./paste_arranging.js";
import { look, listen as listenNamed } from "./paste_preview.js";
import { placed } from "./paste_targets.js";
import { kindOf } from "./pasted_kinds.js";
import { asks, lineKinds } from "./pasted_lines.js";
import { rows as allRows, visible } from "./rows.js";

const FIGURES = ["events", "denominator", "value"];
const MOST_LINES = 300; // that anybody gives to rows one by one

/* ---- what the clipboard holds */

/* The one table of the clipboard's HTML, parsed as a document of its own: nothing in it
   runs. Null where there is none, or more than one. */
function tableOf(html) {
  if (!/(?:row|col)span/i.test(html)) return null;
  const found = new DOMParser().parseFromString(html, "text/html").querySelectorAll("table");
  if (found.length !== 1) return null;
  const lines = Array.from(found[0].rows, (tr) => Array.from(tr.cells, textOf));
  return spread(lines);
}

function textOf(td) {
  for (const end of td.querySelectorAll("br")) end.replaceWith("\n");
  const text = td.textContent.replace(/[^\S\n]+/g, " ").trim();
  return { text, rowspan: td.rowSpan, colspan: td.colSpan };
}

function clip(data) {
  return joined(parsed(data.getData("text/plain")), tableOf(data.getData("text/html")));
}

/* ---- where it goes */

/* A single text over a chosen block goes into each of its cells, as in Excel. */
function overBlock(text, input) {
  const rows = visible();
  return block(input).flat().map(({ row, field }) => ({ row, field, n: rows.indexOf(row) + 1, text }));
}

/* What stands in lists, and so in place of a figure. */
function listed() {
  const lists = allRows.map((row) => row.inputs.missing_reason).filter(Boolean);
  return lists.length ? Array.from(lists[0].options, (option) => option.textContent.trim()).filter(Boolean) : [];
}

/* Fills by place; asks first where lines and rows do not go one by one. */
function byPlace(given, input) {
  const at = placeOf(input);
  const rows = visible();
  const width = Math.max(...given.texts.map((line) => line.length));
  const fields = columns.slice(at.column, at.column + width);
  const inFigures = (i) => FIGURES.includes(fields[i]);
  // One merged source is of all its rows; a figure is of one.
  const texts = repeated(given, (i) => !inFigures(i));
  const kinds = lineKinds(texts, fields.map((_, i) => i).filter(inFigures), listed());
  const room = rows.length - at.row;
  if (texts.length > MOST_LINES) beside(input, say("too_many_lines", { n: texts.length }));
  else if (asks(kinds, room)) arrange({ texts, kinds, rows: rows.slice(at.row), fields }, fill);
  else fill(placed(texts, at, rows, columns));
}

function pasted(event) {
  const input = event.target;
  if (!isField(input)) return;
  const given = clip(event.clipboardData);
  const { texts } = given;
  const single = texts.length === 1 && texts[0].length <= 1;
  const inside = caret.mode !== "chosen" && (single || input.tagName === "TEXTAREA");
  if (inside) return;
  event.preventDefault();
  if (!texts[0].length) return;
  const at = placeOf(input);
  const kind = kindOf(texts, { figure: FIGURES.includes(columns[at.column]), width: columns.length - at.column });
  if (kind === "named") look(written(texts), given.merged, () => byPlace(given, input));
  else if (kind === "paragraph") look(texts.map((line) => line.join("\t")).join("\n"), [], () => byPlace(given, input));
  else if (single && hasBlock()) fill(overBlock(texts[0][0], input));
  else byPlace(given, input);
  if (input.select) input.select();
}

export function listen() {
  listenFilling();
  listenNamed();
  table.addEventListener("paste", pasted);
}
