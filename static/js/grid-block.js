/* A block of cells: chosen with Shift, copied as Excel and WPS read it, cleared, filled
   down. */
(function () {
  "use strict";
  var G = window.Grid;
  var anchor = null, head = null; // {row, column} in visible rows and G.COLUMNS
  var FILLED_DOWN = ["grade", "missing_reason", "source", "note"];

  function placeOf(input) {
    var field = input.dataset.field === "expected_on" ? "missing_reason" : input.dataset.field;
    return { row: G.visible().indexOf(G.rowAt(input)), column: G.COLUMNS.indexOf(field) };
  }
  G.placeOf = placeOf;

  function between(a, b) {
    var found = [];
    for (var i = Math.min(a, b); i <= Math.max(a, b); i += 1) found.push(i);
    return found;
  }

  /* The block as rows of {row, field, input}; one cell where none is chosen. */
  G.block = function (input) {
    var from = anchor || placeOf(input), to = head || from, rows = G.visible();
    return between(from.row, to.row).map(function (i) {
      return between(from.column, to.column).map(function (j) {
        var field = G.COLUMNS[j];
        return { row: rows[i], field: field, input: rows[i].inputs[field] };
      });
    });
  };

  G.hasBlock = function () { return !!head; };

  function show() {
    G.table.querySelectorAll("td.in-block").forEach(function (td) { td.classList.remove("in-block"); });
    if (!head) return;
    G.block().forEach(function (line) {
      line.forEach(function (cell) { if (cell.input) cell.input.closest("td").classList.add("in-block"); });
    });
  }

  G.dropBlock = function () { anchor = head = null; show(); };

  G.extend = function (input, key) {
    var by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
    anchor = anchor || placeOf(input);
    var from = head || anchor;
    head = {
      row: Math.max(0, Math.min(G.visible().length - 1, from.row + by[0])),
      column: Math.max(0, Math.min(G.COLUMNS.length - 1, from.column + by[1])),
    };
    show();
  };

  function extendTo(input) {
    anchor = anchor || placeOf(document.activeElement);
    head = placeOf(input);
    show();
  }

  G.table.addEventListener("focusin", function () { if (head) G.dropBlock(); });
  G.table.addEventListener("mousedown", function (event) {
    var at = document.activeElement;
    var both = event.target.matches("[data-field]") && at && at.matches("#cells [data-field]");
    if (event.shiftKey && both) { event.preventDefault(); extendTo(event.target); }
  }, true);

  /* ---- what is done with it */

  G.clear = function (input) {
    G.block(input).forEach(function (line) {
      line.forEach(function (cell) {
        if (!cell.input) return;
        cell.input.value = "";
        G.commit(cell.input);
      });
    });
  };

  /* Below a chosen block's first line its texts; for one cell that of the cell above. */
  G.fillDown = function (input) {
    var lines = G.block(input);
    if (lines.length === 1) {
      var at = placeOf(input), above = G.visible()[at.row - 1];
      if (above) lines.unshift(lines[0].map(function (cell) { return { input: above.inputs[cell.field], field: cell.field }; }));
    }
    lines.slice(1).forEach(function (line) {
      line.forEach(function (cell, j) {
        var from = lines[0][j].input;
        if (!from || !cell.input || FILLED_DOWN.indexOf(cell.field) < 0) return;
        cell.input.value = from.value;
        G.commit(cell.input);
      });
    });
  };

  function quoted(text) {
    return /[\t\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function copy(event) {
    var input = event.target;
    if (!input.matches || !input.matches("[data-field]")) return;
    if (!head && G.mode !== "chosen") return;
    var text = G.block(input).map(function (line) {
      return line.map(function (cell) { return cell.input ? quoted(G.shown(cell.input)) : ""; }).join("\t");
    }).join("\r\n");
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut") G.clear(input);
  }

  G.table.addEventListener("copy", copy);
  G.table.addEventListener("cut", copy);
})();
