/* The entry grid as its scripts see it: rows, the cells typed into, what is stored of
   them. The page is a plain form that works without any of this (grid.html). */
(function () {
  "use strict";
  var G = window.Grid = {};

  function json(id) { return JSON.parse(document.getElementById(id).textContent); }

  G.form = document.getElementById("grid");
  G.table = document.getElementById("cells");
  G.words = json("grid-words");
  G.labels = json("grid-columns");
  // The columns that arrows, copying and pasting go through, from left to right.
  G.COLUMNS = ["events", "denominator", "value", "grade", "missing_reason", "source", "note"]
    .filter(function (name) { return name.length && (hasCounts() || !/^(events|denominator)$/.test(name)); });
  G.FIGURES = ["events", "denominator", "value", "missing_reason"];
  document.documentElement.classList.add("scripted");

  function hasCounts() { return !!document.querySelector("col.w-count"); }

  G.say = function (key, values) {
    return G.words[key].replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  };

  G.make = function (tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  /* ---- rows */

  function rowOf(tr) {
    var row = {
      code: tr.dataset.row, name: tr.dataset.name, tr: tr, says: tr.nextElementSibling,
      editable: !("obstacle" in tr.dataset), inputs: {}, places: {},
      ready: new Set(), refused: {}, extra: {}, conflict: null, blocked: [], sent: null,
    };
    tr.querySelectorAll("[data-field]").forEach(function (input) {
      row.inputs[input.dataset.field] = row.places[input.dataset.field] = input;
    });
    row.places.tick = tr.querySelector("td.tick input");
    row.places.name = tr.querySelector("button.about");
    row.places.files = tr.querySelector("td.files a");
    row.saved = row.editable ? JSON.parse(tr.querySelector("[name^=was-]").value) : {};
    row.version = row.editable ? Number(tr.querySelector("[name^=version-]").value) : null;
    // Reached with the arrows; Tab goes from figure to figure.
    [row.places.tick, row.places.name].forEach(function (place) { if (place) place.tabIndex = -1; });
    return row;
  }

  G.rows = Array.prototype.map.call(G.table.querySelectorAll("tr[data-row]"), rowOf);
  G.byCode = {};
  G.rows.forEach(function (row) { G.byCode[row.code] = row; });

  G.visible = function () { return G.rows.filter(function (row) { return !row.tr.hidden; }); };

  G.rowAt = function (element) {
    var tr = element.closest("tr");
    if (tr && tr.classList.contains("says")) tr = tr.previousElementSibling;
    return tr && G.byCode[tr.dataset.row];
  };

  G.cellAt = function (input) {
    return { row: G.rowAt(input), field: input.dataset.field, input: input };
  };

  G.label = function (row, field) { return row.name + " " + (G.labels[field] || ""); };

  /* ---- texts */

  /* What a person reads in a cell: of a list its word, not its code. */
  G.shown = function (input) {
    return input.tagName === "SELECT" ? (input.selectedOptions[0] || {}).textContent || "" : input.value;
  };

  /* Puts a text into a cell; false where it is a list and the text is not in it. */
  G.put = function (input, text) {
    if (input.tagName !== "SELECT") {
      input.value = input.tagName === "TEXTAREA" ? text : text.replace(/\s*\n\s*/g, " ");
      return true;
    }
    var found = Array.prototype.find.call(input.options, function (option) {
      return option.textContent.trim() === text.trim() || option.value === text;
    });
    if (found) input.value = found.value;
    return !!found;
  };

  G.isDirty = function (row, field) {
    var input = row.inputs[field];
    return !!input && input.value !== (row.saved[field] || "");
  };

  G.dirty = function (row) {
    return Object.keys(row.inputs).filter(function (field) { return G.isDirty(row, field); });
  };

  /* How many cells hold what is not stored: typed, refused, in conflict, on the way. */
  G.unsaved = function () {
    return G.rows.reduce(function (n, row) {
      return n + (G.dirty(row).length || (Object.keys(row.extra).length ? 1 : 0));
    }, 0);
  };

  /* ---- marks: a shape by style, a word in the state column */

  G.mark = function (row, field, state) {
    var input = row.inputs[field], cell = input && input.closest("td");
    if (!cell) return;
    if (state) cell.dataset.mark = state; else delete cell.dataset.mark;
    if (state === "refused" || state === "conflict") input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };

  G.markRow = function (row, state) {
    var mark = row.tr.querySelector("td.state .mark");
    mark.textContent = state ? G.words[state] : "";
    mark.dataset.mark = state || "";
  };

  G.live = function (text) { document.getElementById("live").textContent = text; };
})();
