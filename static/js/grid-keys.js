/* The keyboard as in Excel. A focused cell is chosen, its text selected: typing replaces
   it, arrows go on. F2 or a double click edit inside it. */
(function () {
  "use strict";
  var G = window.Grid;
  var before = ""; // the text that Esc brings back
  G.mode = "chosen"; // or "typing" (arrows still go on), or "editing" (arrows move the caret)

  var PLACES = ["tick", "name"].concat(G.COLUMNS, ["files"]);

  function isField(element) { return element.matches && element.matches("[data-field]"); }
  function isText(element) { return element.tagName !== "SELECT"; }

  function placeOf(element) {
    if (isField(element)) return element.dataset.field === "expected_on" ? "missing_reason" : element.dataset.field;
    return element.closest("td.tick") ? "tick" : element.closest("th.name") ? "name" : element.closest("td.files") ? "files" : "";
  }

  /* ---- moving */

  G.focus = function (element) {
    element.focus();
    if (isField(element) && isText(element)) element.select();
  };

  function down(element, step) {
    var rows = G.visible(), place = placeOf(element);
    for (var i = rows.indexOf(G.rowAt(element)) + step; rows[i]; i += step) {
      if (rows[i].places[place]) return rows[i].places[place];
    }
    return null;
  }

  function across(element, step) {
    var row = G.rowAt(element);
    for (var i = PLACES.indexOf(placeOf(element)) + step; PLACES[i]; i += step) {
      if (row.places[PLACES[i]]) return row.places[PLACES[i]];
    }
    return null;
  }

  function far(element, step) {
    var found = element, next = across(element, step);
    while (next && isField(next)) { found = next; next = across(next, step); }
    return found;
  }

  function endmost(element, step) {
    var found = element, next = down(element, step);
    while (next) { found = next; next = down(next, step); }
    return found;
  }

  function page(element, step) {
    var found = element;
    for (var n = 0; n < 10; n += 1) found = down(found, step) || found;
    return found;
  }

  function go(event, element) {
    event.preventDefault();
    if (isField(event.target)) leave(event.target);
    if (element) G.focus(element);
  }

  function leave(input) { G.mode = "chosen"; G.commit(input); }

  /* ---- editing */

  function edit(input) {
    G.mode = "editing";
    if (isText(input)) input.setSelectionRange(input.value.length, input.value.length);
  }

  function restore(input) {
    input.value = before;
    G.mode = "chosen";
    G.commit(input);
    if (isText(input)) input.select();
  }

  function breakLine(input) {
    G.mode = "editing";
    input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
  }

  /* One key takes over what the row offers first; false where it offers nothing. */
  G.take = function (row, fields) {
    Object.keys(fields).forEach(function (name) {
      if (row.inputs[name]) G.put(row.inputs[name], fields[name]); else row.extra[name] = fields[name];
    });
    Object.keys(fields).forEach(function (name) { if (row.inputs[name]) row.ready.add(name); });
    G.flush();
  };

  function takeFirst(row) {
    var offered = row.says.querySelector(".take:not([hidden]) button");
    if (offered && row.editable) G.take(row, JSON.parse(offered.dataset.fields));
  }

  G.takeLast = function (row) {
    var last = row.says.querySelector(".last");
    if (last && row.editable) G.take(row, JSON.parse(last.dataset.fields));
    else G.live(G.words.nothing_last);
    return !!last;
  };

  /* ---- keys */

  var ARROWS = { ArrowUp: [down, -1], ArrowDown: [down, 1], ArrowLeft: [across, -1], ArrowRight: [across, 1] };

  function withControl(event, row) {
    var key = event.key.toLowerCase(), input = event.target;
    if (key === "enter") { event.preventDefault(); if (isField(input)) leave(input); takeFirst(row); return true; }
    if (key === ";" || key === "；") { event.preventDefault(); G.takeLast(row); return true; }
    if (key === "d") { event.preventDefault(); G.fillDown(input); return true; }
    if (key === "z" && G.mode === "chosen" && G.canUndo()) { event.preventDefault(); G.undo(); return true; }
    if (key === "home") { go(event, endmost(input, -1)); return true; }
    if (key === "end") { go(event, endmost(input, 1)); return true; }
    return false;
  }

  /* Keys of a chosen cell that mean something else while one edits inside it. */
  function whenChosen(event) {
    var input = event.target, key = event.key;
    if (key === "Delete" || (key === "Backspace" && !isText(input))) { event.preventDefault(); G.clear(input); }
    else if (key === "Home") go(event, far(input, -1));
    else if (key === "End") go(event, far(input, 1));
    else if (key === " " && event.shiftKey) { event.preventDefault(); tick(G.rowAt(input)); }
    else if (!isText(input) && (key === " " || (event.altKey && key === "ArrowDown"))) G.mode = "editing";
    else if (!isText(input) && /^[0-9]$/.test(key)) pick(event, Number(key));
  }

  function pick(event, n) {
    event.preventDefault();
    if (n >= event.target.options.length) return;
    event.target.selectedIndex = n;
    reasonPicked(event.target);
    G.commit(event.target);
  }

  /* The month of 尚未公布, or the upper level's figure, is offered at once. */
  function reasonPicked(input) {
    if (input.dataset.field !== "missing_reason") return;
    var row = G.rowAt(input);
    row.tr.dataset.reason = input.value;
    G.offer(row);
  }

  function tick(row) {
    var box = row.places.tick;
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function arrow(event) {
    var input = event.target, move = ARROWS[event.key];
    if (G.mode === "editing" || event.altKey) return;
    if (event.shiftKey && isField(input)) {
      if (G.mode === "chosen") { event.preventDefault(); G.extend(input, event.key); }
      return;
    }
    go(event, move[0](input, move[1]));
  }

  function pressed(event) {
    // A key that an input method is still composing with is not ours.
    if (event.isComposing || event.keyCode === 229) return;
    var input = event.target, row = G.rowAt(input);
    if (!row || input.closest("tr.says") || !placeOf(input)) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) return withControl(event, row);
    if (event.key in ARROWS) return arrow(event);
    if (event.key === "PageDown" || event.key === "PageUp") return go(event, page(input, event.key === "PageDown" ? 1 : -1));
    if (!isField(input)) return;
    if (event.key === "Enter") return entered(event);
    if (event.key === "Escape") return restore(input);
    if (event.key === "F2") { event.preventDefault(); return edit(input); }
    if (G.mode === "chosen") whenChosen(event);
  }

  function entered(event) {
    if (event.altKey && event.target.tagName === "TEXTAREA") { event.preventDefault(); return breakLine(event.target); }
    go(event, down(event.target, event.shiftKey ? -1 : 1));
  }

  G.table.addEventListener("keydown", pressed);
  G.table.addEventListener("focusin", function (event) {
    if (!isField(event.target)) return;
    G.mode = "chosen";
    before = event.target.value;
    event.target.closest("tr").classList.add("here");
  });
  G.table.addEventListener("focusout", function (event) {
    if (!isField(event.target)) return;
    event.target.closest("tr").classList.remove("here");
    G.commit(event.target);
  });
  G.table.addEventListener("input", function (event) {
    if (isField(event.target) && isText(event.target) && G.mode === "chosen") G.mode = "typing";
    if (isField(event.target)) G.indicate();
  });
  G.table.addEventListener("change", function (event) {
    if (event.target.tagName !== "SELECT") return;
    G.mode = "chosen";
    reasonPicked(event.target);
    G.commit(event.target);
  });
  G.table.addEventListener("mousedown", function (event) {
    if (!isField(event.target)) return;
    var here = document.activeElement === event.target;
    if (here && (G.mode !== "chosen" || event.detail > 1 || !isText(event.target))) G.mode = "editing";
    else if (isText(event.target) && !event.shiftKey) {
      // A click chooses the whole cell, also the one that Enter led to, as in Excel.
      event.preventDefault();
      G.focus(event.target);
    }
  });
})();
