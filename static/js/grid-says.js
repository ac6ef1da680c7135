/* What stands under a row: refusals, a conflict, what the checks say, what one key
   takes over; and the counts of the head. */
(function () {
  "use strict";
  var G = window.Grid;

  function item(level, word, text) {
    var li = G.make("li", level);
    li.append(G.make("b", "", word), " " + text);
    return li;
  }

  function conflictItem(row) {
    var li = item("conflict", G.words.conflict, G.say("conflict_says", { who: row.conflict.who || "—" }));
    row.conflict.fields.forEach(function (field) {
      var theirs = row.conflict.texts[field], input = row.inputs[field];
      var line = G.make("span", "pair");
      line.append(G.labels[field] + " ", G.words.mine + " ", G.make("b", "", G.shown(input) || G.words.empty),
        "  " + G.words.theirs + " ", G.make("b", "", wordOf(input, theirs) || G.words.empty));
      li.append(line);
    });
    li.append(choice(row, "use_mine"), " ", choice(row, "use_theirs"));
    return li;
  }

  function wordOf(input, text) {
    if (input.tagName !== "SELECT") return text;
    var option = Array.prototype.find.call(input.options, function (o) { return o.value === text; });
    return option ? option.textContent : text;
  }

  function choice(row, key) {
    var button = G.make("button", "second", G.words[key]);
    button.type = "button";
    button.addEventListener("click", function () { G.settleConflict(row, key === "use_mine"); });
    return button;
  }

  /* Writes the list under a row anew, and shows or hides it. */
  G.tell = function (row) {
    var list = row.says.querySelector("ul.said");
    list.textContent = "";
    row.blocked.forEach(function (text) { list.append(item("error", G.words.unsaved, text)); });
    Object.keys(row.refused).forEach(function (field) {
      var said = row.refused[field];
      list.append(item("error", G.words.refused, (G.labels[field] || field) + " “" + said.text + "”：" + said.why));
    });
    if (row.conflict) list.append(conflictItem(row));
    row.findings.forEach(function (finding) {
      list.append(item(finding.level, G.words[finding.level], finding.sentence));
    });
    G.offer(row);
  };

  /* Shows what may be taken over now: a known figure while the row is unfilled … */
  G.offer = function (row) {
    var data = row.tr.dataset, filled = "filled" in data;
    row.says.querySelectorAll(".take").forEach(function (take) {
      var kind = take.dataset.kind;
      take.hidden = kind === "known" ? filled
        : kind === "above" ? data.reason !== "awaiting_upper"
        : kind === "own" ? !("substitute" in data)
        : G.dirty(row).length === 0 && taken(row, take);
    });
    var shown = row.says.querySelector(".said > *, .returned, .take:not([hidden])");
    row.says.hidden = row.tr.hidden || !shown;
  };

  function taken(row, take) {
    var fields = JSON.parse(take.querySelector("button").dataset.fields);
    return Object.keys(fields).every(function (name) { return (row.saved[name] || "") === fields[name]; });
  }

  /* Findings that the server printed with the page. */
  function readFindings(row) {
    row.findings = Array.prototype.map.call(row.says.querySelectorAll("ul.said > li.error, ul.said > li.warning"), function (li) {
      var word = li.querySelector("b").textContent;
      return { level: li.className, sentence: li.textContent.slice(word.length).trim() };
    });
  }
  G.rows.forEach(readFindings);

  /* Takes a row as the server answers it into its marks and words. */
  G.restate = function (row, answer) {
    var data = row.tr.dataset, levels = { error: 0, warning: 0 };
    // A missing source is said by its own cell: most rows lack it while figures are typed.
    row.findings = answer.findings.filter(function (f) { return f.code !== "source"; });
    flag(data, "sourceless", row.findings.length < answer.findings.length);
    row.findings.forEach(function (f) { levels[f.level] += 1; });
    data.errors = levels.error; data.warnings = levels.warning;
    data.state = answer.state; data.reason = answer.texts.missing_reason;
    flag(data, "filled", answer.filled);
    flag(data, "substitute", answer.substitute);
    row.tr.querySelector("td.state .words").textContent = answer.words.join(" ");
    var supplier = row.tr.querySelector("small.supplier");
    if (supplier) { supplier.textContent = answer.supplier; supplier.hidden = !answer.supplier; }
    if (row.inputs.source) row.inputs.source.placeholder = answer.hint;
    G.tell(row);
  };

  function flag(data, name, on) { if (on) data[name] = ""; else delete data[name]; }

  G.count = function () {
    var count = { asked: G.rows.length, filled: 0, returned: 0, sourceless: 0, errors: 0, warnings: 0, ready: 0 };
    G.rows.forEach(function (row) {
      var data = row.tr.dataset, filled = "filled" in data;
      count.filled += filled;
      count.returned += data.state === "returned";
      count.sourceless += "sourceless" in data;
      count.errors += Number(data.errors) + Object.keys(row.refused).length;
      count.warnings += Number(data.warnings);
      count.ready += filled && row.editable;
    });
    document.querySelectorAll("[data-count]").forEach(function (place) {
      place.textContent = count[place.dataset.count];
    });
  };
})();
