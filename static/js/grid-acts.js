/* The buttons of the form: with scripts they do the same without leaving the page's
   unsaved cells behind. Rows are chosen with their tick. */
(function () {
  "use strict";
  var G = window.Grid;

  function says(text) { document.getElementById("acts-says").textContent = text; }

  /* ---- acts on chosen rows */

  function codesFor(verb) {
    var rows = verb === "submit-all"
      ? G.rows.filter(function (row) { return row.editable && "filled" in row.tr.dataset; })
      : G.chosen();
    return rows.map(function (row) { return row.code; });
  }

  function act(verb) {
    var codes = codesFor(verb);
    if (!codes.length) return says(G.words.choose_rows);
    says("");
    G.settled().then(function (unsaved) {
      if (unsaved) return stop(unsaved);
      var form = new FormData();
      codes.forEach(function (code) { form.append("row", code); });
      form.append("why", G.form.elements.why.value);
      var rest = verb === "submit-all" ? codes : null;
      return G.post(verb.replace("-all", "") + "/", form).then(function (answer) {
        arrived(answer, rest);
      }, function (why) {
        says(G.say(why, { n: 0 }));
      });
    });
  }

  function stop(unsaved) {
    says(G.say("unsaved_first", { n: unsaved }));
    var row = G.rows.find(function (one) { return G.dirty(one).length; });
    if (row) G.focus(row.inputs[G.dirty(row)[0]]);
  }

  /* Done: the page comes again with the rows as they are now. Refused: every cell says
     why, and what could go of “all” is ticked, to be sent with one more click. */
  function arrived(answer, codes) {
    if (answer.ok) { G.leaving = true; location.reload(); return; }
    says(answer.body.error);
    var cells = answer.body.cells || {}, first = null;
    G.rows.forEach(function (row) {
      row.blocked = cells[row.code] || [];
      if (row.blocked.length && !first) first = row;
      G.tell(row);
    });
    if (codes && first) tickRest(codes.filter(function (code) { return !cells[code]; }));
    if (first) G.focus(first.inputs.value || first.places.tick);
  }

  function tickRest(codes) {
    if (!codes.length) return;
    G.rows.forEach(function (row) {
      if (row.places.tick) row.places.tick.checked = codes.indexOf(row.code) >= 0;
    });
    showChosen();
    says(document.getElementById("acts-says").textContent + G.say("rest", { n: codes.length }));
  }

  /* ---- one door for every button of the form */

  function pressed(event) {
    var button = event.submitter || document.activeElement, what = button && button.value;
    event.preventDefault();
    if (button.name === "take") return take(button);
    if (button.name === "remove") return G.removeFile(button);
    if (button.name !== "do") return;
    if (what === "supply") G.applySupply();
    else if (what === "last") G.applyLast();
    else if (what === "attach") G.upload();
    else if (what === "save") G.settled();
    else act(what);
  }

  function take(button) {
    var row = G.rowAt(button);
    G.take(row, JSON.parse(button.dataset.fields));
    G.focus(row.inputs.value);
  }

  G.form.addEventListener("submit", pressed);
  // A button takes no focus from a cell: what unfolds below the cell would close, the
  // button would move away between press and release, and the click would be lost.
  G.form.addEventListener("mousedown", function (event) {
    if (event.target.closest("button")) event.preventDefault();
  });
  // Enter in a field of the head is no button.
  G.form.addEventListener("keydown", function (event) {
    var input = event.target;
    var plain = input.tagName === "INPUT" && input.type !== "file" && input.type !== "checkbox";
    if (event.key === "Enter" && plain && !event.isComposing) {
      event.preventDefault();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  /* ---- choosing rows */

  function showChosen() {
    var rows = G.chosen(), states = new Set(rows.map(function (row) { return row.tr.dataset.state; }));
    document.getElementById("chosen").textContent = rows.length ? G.say("chosen", { n: rows.length }) : "";
    document.querySelectorAll("#acts [data-for]").forEach(function (part) {
      var wanted = part.dataset.for, done = states.has("approved") || states.has("reported");
      var fits = wanted === "submitted" ? states.has("submitted") : wanted === "done" ? done
        : rows.some(function (row) { return "supplement" in row.tr.dataset; });
      part.hidden = !fits;
    });
  }

  var all = document.getElementById("all");
  if (all) all.addEventListener("change", function () {
    G.visible().forEach(function (row) { if (row.places.tick) row.places.tick.checked = all.checked; });
    showChosen();
  });
  G.table.addEventListener("change", function (event) {
    if (event.target.name === "row") showChosen();
  });

  showChosen();
  G.rows.forEach(G.offer);
  G.count();
  G.indicate();
  // From the list of tasks straight to the cell.
  var aimed = G.byCode[decodeURIComponent(location.hash.slice(1))];
  if (aimed && aimed.inputs.value) G.focus(aimed.inputs.value);
})();
