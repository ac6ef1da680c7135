/* One row of the grid apart from the page: what is stored, what is typed over it, what was
   refused. Knows no document; an input is anything that has a value. */

// What together makes the figure: whoever changes one of these changes it.
export const FIGURE = ["events", "denominator", "value", "missing_reason"];

/* Returns the row that the server gave as JSON (indicators/pages/grid/grid_rows.py). */
export function rowOf(given) {
  return restate({
    code: given.indicator,
    name: given.name,
    editable: given.editable,
    obstacle: given.obstacle,
    supplement: given.supplement,
    version: given.version,
    saved: given.texts, // field → text as it is stored; nothing of a row that is only read
    known: { ...given.texts }, // field → text as the last act left it (undo.js)
    act: null, // the act that the next request carries, and in which way it was done
    how: "typed",
    asks: "", // the reason that waits until the figure may go
    takes: given.takes, // what one key takes over: {kind, fields}
    offered: [], // those of them that the page shows now
    last: given.last, // fields of last year's source, or null
    blocked: given.blocked, // why it could not be submitted
    refused: given.refused, // field → {text, why}
    inputs: {}, // field → input
    ready: new Set(), // fields that are left and may be sent
    extra: {}, // fields without an input that go with the next request
    conflict: null, // {texts, who, fields} where someone else saved meanwhile
  }, given);
}

/* Takes in a row's state as the server answers it: also after another row was saved. */
export function restate(row, answer) {
  // A missing source is said by its own cell: most rows lack it while figures are typed.
  row.findings = answer.findings.filter((finding) => finding.code !== "source");
  row.sourceless = row.findings.length < answer.findings.length;
  row.state = answer.state;
  row.filled = answer.filled;
  row.substitute = answer.substitute;
  row.reason = answer.texts.missing_reason || "";
  return row;
}

/* ---- what is typed and not stored */

export function isDirty(row, field) {
  const input = row.inputs[field];
  return !!input && input.value !== (row.saved[field] || "");
}

export const dirty = (row) => Object.keys(row.inputs).filter((field) => isDirty(row, field));

/* Whether a figure stands in the row: a reason for having none would erase it. */
export const hasFigure = (row) => ["value", "events"].some((field) => (row.inputs[field]?.value || "").trim() !== "");

/* How many cells hold what is not stored: typed, refused, in conflict, on the way. */
export function unsaved(rows) {
  const cells = (row) => dirty(row).length || (Object.keys(row.extra).length ? 1 : 0);
  return rows.reduce((n, row) => n + cells(row), 0);
}

/* Whether the server refused this very text already: sending it again helps nobody. */
export function isRefused(row, field) {
  const said = row.refused[field];
  return !!said && said.text === row.inputs[field].value;
}

/* A cell is left: it waits to be sent if its text is not the stored one. Returns whether
   it does; `supply` is noted with a figure. */
export function leave(row, field, supply) {
  row.blocked = [];
  if (!isDirty(row, field)) {
    delete row.refused[field];
    row.ready.delete(field);
    return false;
  }
  if (!isRefused(row, field)) {
    row.ready.add(field);
    if (FIGURE.includes(field)) Object.assign(row.extra, supply);
  }
  return true;
}

/* ---- what is sent, and what the server stored of it */

/* Returns what goes into the next request: {row, fields, extra, act, how}. A row in
   conflict waits. */
export function parts(rows) {
  return rows.filter((row) => !row.conflict).map((row) => {
    const fields = { ...row.extra };
    for (const field of row.ready) {
      if (isDirty(row, field) && !isRefused(row, field)) fields[field] = row.inputs[field].value;
    }
    return { row, fields, extra: row.extra, act: row.act, how: row.how };
  }).filter((part) => Object.keys(part.fields).length);
}

/* Takes in what is stored of one cell now. `sent` is what this page sent, undefined where
   it sent nothing; `why` a refusal. Returns the `mark` of the cell and the text to `show`,
   each only where there is one: what was typed on in the meantime stays. */
export function stored(row, field, sent, text, why) {
  const input = row.inputs[field];
  const before = row.saved[field] || "";
  row.saved[field] = text;
  if (!why && (row.known[field] || "") === (sent === undefined ? before : sent)) row.known[field] = text;
  if (!input) {
    if (why) row.refused[field] = { text: sent, why };
    else if (sent !== undefined) delete row.refused[field];
    return {};
  }
  if (sent === undefined) return input.value === before ? { show: text } : {};
  if (why) {
    row.refused[field] = { text: sent, why };
    return { mark: "refused" };
  }
  delete row.refused[field];
  if (input.value !== sent) {
    // Changed while it was on its way, and left: also back to what was stored before.
    if (input.value === (row.known[field] || "")) row.ready.add(field);
    return { mark: "unsaved" };
  }
  row.ready.delete(field);
  return { mark: "saved", show: text };
}

/* ---- what one key takes over */

/* Returns the figure that the check of a slip proposes, "" without one. */
export function meantOf(row) {
  return row.findings.find((finding) => finding.meant)?.meant || "";
}

/* Whether it is offered now: a known figure while the row is unfilled … */
export function isOffered(row, take) {
  if (take.kind === "known") return !row.filled;
  if (take.kind === "above") return row.reason === "awaiting_upper";
  if (take.kind === "own") return row.substitute;
  const texts = Object.entries(take.fields);
  return dirty(row).length > 0 || !texts.every(([field, text]) => (row.saved[field] || "") === text);
}

/* ---- counts and filters */

/* Returns the counts of the head, named as in data-count. */
export function counts(rows) {
  const found = { asked: rows.length, filled: 0, returned: 0, sourceless: 0, errors: 0, warnings: 0, ready: 0 };
  for (const row of rows) {
    found.filled += row.filled;
    found.returned += row.state === "returned";
    found.sourceless += row.sourceless;
    found.errors += errors(row) + Object.keys(row.refused).length;
    found.warnings += warnings(row);
    found.ready += row.filled && row.editable;
  }
  return found;
}

const ofLevel = (level) => (row) => row.findings.filter((finding) => finding.level === level).length;
export const errors = ofLevel("error");
export const warnings = ofLevel("warning");

const hasProblem = (row) =>
  row.sourceless || row.findings.length > 0 || row.blocked.length > 0 || Object.keys(row.refused).length > 0;

/* Whether a filter of the page hides the row; the same as the server's is_left_out(). */
export function isLeftOut(row, only) {
  const returned = row.state === "returned";
  if (only === "unfilled") return row.filled;
  if (only === "returned") return !returned;
  return only === "problems" && !returned && !hasProblem(row);
}
