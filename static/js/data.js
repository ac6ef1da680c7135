/* The page 数据: long lists are searched and ticked in groups, counts renew themselves,
   and the address always carries the choice. Without this the form works as it is. */
(function () {
  "use strict";

  var form = document.querySelector("form.choose");
  if (!form) return;
  var all = function (selector, within) { return Array.from((within || form).querySelectorAll(selector)); };
  var changed = function () { form.dispatchEvent(new Event("change", { bubbles: true })); };
  var boxOf = function (row) { return row.querySelector("input"); };

  var button = function (words, name, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = words;
    made.setAttribute("aria-label", name + " " + words);
    made.addEventListener("click", act);
    return made;
  };

  // Ticks every box unless all are ticked already.
  var toggle = function (boxes) {
    var full = boxes.every(function (box) { return box.checked; });
    boxes.forEach(function (box) { box.checked = !full; });
    changed();
  };

  all("[data-domain]").forEach(function (heading) {
    var boxes = all("[data-of]").filter(function (row) {
      return row.dataset.of === heading.dataset.domain;
    }).map(boxOf);
    heading.append(button(form.dataset.whole, heading.textContent, function () { toggle(boxes); }));
  });

  var rows = all("#region-picks li");
  rows.forEach(function (row, n) {
    var end = n + 1;
    while (end < rows.length && +rows[end].dataset.depth > +row.dataset.depth) end += 1;
    if (end === n + 1) return;
    var boxes = rows.slice(n, end).map(boxOf);
    row.append(button(form.dataset.below, row.dataset.seen, function () { toggle(boxes); }));
  });

  all("[data-bulk]").forEach(function (bulk) {
    bulk.hidden = false;
    bulk.addEventListener("click", function (event) {
      var how = event.target.dataset.tick;
      if (!how) return;
      rows.map(boxOf).forEach(function (box) {
        box.checked = how === "planned" && "planned" in box.dataset;
      });
      changed();
    });
  });

  all("[data-untick]").forEach(function (made) {
    made.addEventListener("click", function () {
      all("input[name=" + made.dataset.untick + "]").forEach(function (box) { box.checked = false; });
      changed();
    });
  });

  // A ticked row stays in sight: what is chosen is never hidden by a search.
  all("[data-seek]").forEach(function (find) {
    var list = document.querySelector(find.dataset.seek);
    var input = find.querySelector("input");
    find.hidden = false;
    input.addEventListener("input", function () {
      var text = input.value.trim().toLowerCase();
      all("[data-seen]", list).forEach(function (row) {
        row.hidden = !boxOf(row).checked && !row.dataset.seen.toLowerCase().includes(text);
      });
      all(".heading", list).forEach(function (heading) { heading.hidden = text !== ""; });
    });
    input.addEventListener("change", function (event) { event.stopPropagation(); });
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault(); // it would send the form
    });
  });

  var tally = function () {
    all("[data-tally]").forEach(function (words) {
      var n = all("input[name=" + words.dataset.tally + "]:checked").length;
      words.textContent = n ? form.dataset.some.replace("0", n) : form.dataset.all;
    });
  };
  form.addEventListener("change", tally);
  tally();

  // A list ticked from end to end says no more than one without a tick, and an empty
  // year nothing: without them the address stays short enough for every server.
  form.addEventListener("formdata", function (event) {
    var data = event.formData;
    ["region", "indicator"].forEach(function (name) {
      if (all("input[name=" + name + "]").every(function (box) { return box.checked; })) data.delete(name);
    });
    ["first", "last"].forEach(function (name) {
      if (!data.get(name)) data.delete(name);
    });
  });

  if (!window.htmx) return;
  all("[data-recount]").forEach(function (made) { made.hidden = true; });
  document.body.addEventListener("htmx:afterSettle", function () {
    var query = document.getElementById("holds").dataset.query;
    if (query === undefined) return; // refused
    history.replaceState(history.state, "", location.pathname.replace(/[^/]*$/, "") + (query ? "?" + query : ""));
    all("[data-afresh]").forEach(function (link) { link.hidden = !query; });
  });
  // A year that cannot be one is told at its field: the counts would be of another choice.
  document.body.addEventListener("htmx:validation:halted", function () { form.reportValidity(); });
})();
