/* Pasting a block copied from Excel or WPS: what fits is filled in and saved in one
   request, what is refused is counted and listed with its reason; blanks leave cells
   as they are. One key brings back what was there before. */
(function () {
  "use strict";
  var G = window.Grid;
  var last = null; // the last paste: [{input, before}]
  var open = null; // the paste whose cells are still on their way

  /* Returns rows of texts. A quoted text may hold tabs, line ends and doubled quotes. */
  G.parse = function (text) {
    text = text.replace(/\r\n?/g, "\n");
    var rows = [[]], i = 0;
    while (i < text.length) {
      var cell = text[i] === '"' ? quotedCell(text, i) : null;
      if (!cell) cell = plainCell(text, i);
      rows[rows.length - 1].push(cell.text);
      i = cell.end;
      if (text[i] === "\n") { if (i + 1 < text.length) rows.push([]); i += 1; }
      else if (text[i] === "\t") { i += 1; if (i === text.length) rows[rows.length - 1].push(""); }
    }
    return rows;
  };

  function plainCell(text, start) {
    var end = start;
    while (end < text.length && text[end] !== "\t" && text[end] !== "\n") end += 1;
    return { text: text.slice(start, end), end: end };
  }

  /* A quote that is never closed, or goes on behind its closing, is just a character. */
  function quotedCell(text, start) {
    var found = "", i = start + 1;
    while (i < text.length) {
      if (text[i] !== '"') found += text[i];
      else if (text[i + 1] === '"') { found += '"'; i += 1; }
      else break;
      i += 1;
    }
    var next = text[i + 1];
    var closed = i < text.length && (next === undefined || next === "\t" || next === "\n");
    return closed ? { text: found, end: i + 1 } : null;
  }

  /* ---- filling */

  function reasonAgainst(row, field) {
    if (!row) return G.words.beyond_rows;
    if (!field) return G.words.beyond_columns;
    if (row.inputs[field]) return "";
    return row.editable ? G.words.no_counts : row.tr.dataset.obstacle;
  }

  function fill(texts, input) {
    var at = G.placeOf(input), rows = G.visible();
    var paste = { cells: [], refused: [] };
    texts.forEach(function (line, i) {
      line.forEach(function (text, j) {
        if (text.trim() === "") return;
        var row = rows[at.row + i], field = G.COLUMNS[at.column + j];
        var why = reasonAgainst(row, field), where = { row: row, field: field, n: at.row + i + 1, text: text };
        var old = !why && row.inputs[field].value;
        if (!why && !G.put(row.inputs[field], text)) why = G.words.not_in_list;
        if (why) paste.refused.push(Object.assign(where, { why: why }));
        else paste.cells.push(Object.assign(where, { before: old }));
      });
    });
    send(paste);
  }

  /* A single text over a chosen block goes into each of its cells, as in Excel. */
  function fillBlock(text, input) {
    var paste = { cells: [], refused: [] }, rows = G.visible();
    G.block(input).forEach(function (line) {
      line.forEach(function (cell) {
        var where = { row: cell.row, field: cell.field, n: rows.indexOf(cell.row) + 1, text: text };
        var why = reasonAgainst(cell.row, cell.field), old = cell.input && cell.input.value;
        if (!why && !G.put(cell.input, text)) why = G.words.not_in_list;
        if (why) paste.refused.push(Object.assign(where, { why: why }));
        else paste.cells.push(Object.assign(where, { before: old }));
      });
    });
    send(paste);
  }

  function send(paste) {
    open = paste;
    last = paste.cells;
    // Marked first and sent together: a block is one request.
    paste.cells.forEach(function (cell) {
      cell.row.ready.add(cell.field);
      cell.row.blocked = [];
      if (G.FIGURES.indexOf(cell.field) >= 0 && G.supplying) Object.assign(cell.row.extra, G.supplying());
    });
    G.flush();
    report();
  }

  /* ---- saying what became of it */

  function isOnItsWay(cell) {
    var refused = cell.row.refused[cell.field];
    return G.isDirty(cell.row, cell.field) && !refused && !cell.row.conflict;
  }

  function report() {
    if (!open || open.cells.some(isOnItsWay)) return;
    var paste = open;
    open = null;
    var refused = paste.refused.slice();
    paste.cells.forEach(function (cell) {
      var said = cell.row.refused[cell.field];
      if (said) refused.push(Object.assign({}, cell, { why: said.why }));
      else if (cell.row.conflict) refused.push(Object.assign({}, cell, { why: G.words.conflict }));
    });
    refused.sort(function (a, b) { return a.n - b.n; });
    show(paste.cells.length + paste.refused.length - refused.length, refused);
  }

  function show(filled, refused) {
    var panel = document.getElementById("pasted"), said = G.say("pasted", { n: filled, m: refused.length });
    panel.textContent = "";
    panel.hidden = false;
    var line = G.make("p", "", "");
    line.append(G.make("b", "", said), " ", button(G.words.undo, G.undo), " ", button("×", close));
    panel.append(line);
    if (refused.length) {
      var list = G.make("ol", "");
      refused.forEach(function (cell) { list.append(entry(cell)); });
      panel.append(list);
    }
    G.live(said);
  }

  function entry(cell) {
    var li = G.make("li", ""), where = cell.row ? G.label(cell.row, cell.field) : G.say("row_n", { n: cell.n });
    var input = cell.row && cell.row.inputs[cell.field];
    if (input) {
      var link = G.make("a", "", where);
      link.href = "#" + cell.row.code;
      link.addEventListener("click", function (event) { event.preventDefault(); G.focus(input); });
      li.append(link);
    } else li.append(where);
    li.append(" “" + cell.text + "” " + cell.why);
    return li;
  }

  function button(text, act) {
    var made = G.make("button", "quiet", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function close() { document.getElementById("pasted").hidden = true; }

  G.canUndo = function () { return !!last && last.length > 0; };

  G.undo = function () {
    if (!last) return;
    last.forEach(function (cell) {
      var input = cell.row.inputs[cell.field];
      delete cell.row.refused[cell.field];
      input.value = cell.before;
      if (G.isDirty(cell.row, cell.field)) cell.row.ready.add(cell.field);
      else { cell.row.ready.delete(cell.field); G.mark(cell.row, cell.field, ""); }
      G.tell(cell.row);
    });
    last = open = null;
    close();
    G.count();
    G.flush();
    G.live(G.words.undone);
  };

  document.addEventListener("grid:settled", report);

  G.table.addEventListener("paste", function (event) {
    var input = event.target;
    if (!input.matches || !input.matches("[data-field]")) return;
    var texts = G.parse(event.clipboardData.getData("text/plain"));
    var single = texts.length === 1 && texts[0].length <= 1;
    var inside = G.mode !== "chosen" && (single || input.tagName === "TEXTAREA");
    if (inside) return;
    event.preventDefault();
    if (!texts[0].length) return;
    if (single && G.hasBlock()) fillBlock(texts[0][0], input);
    else fill(texts, input);
    if (input.select) input.select();
  });
})();
