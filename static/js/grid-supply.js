/* Who supplied the figures (代填), the files that prove them, and the base figures. */
(function () {
  "use strict";
  var G = window.Grid, LARGEST = 20 * 1024 * 1024;
  var bar = document.getElementById("supply");

  /* ---- 代填 */

  function field(name) { return G.form.elements["supply-" + name]; }

  function supply() {
    var found = {};
    ["supplier", "supplier_contact", "supply_channel", "supplied_on"].forEach(function (name) {
      found[name] = field(name).value;
    });
    return found;
  }

  /* What every typed figure carries while 边填边注明 is on. */
  G.supplying = function () {
    return bar && document.getElementById("supplying").checked && field("supplier").value ? supply() : {};
  };

  G.chosen = function () {
    return G.rows.filter(function (row) { return row.places.tick && row.places.tick.checked && !row.tr.hidden; });
  };

  function says(text) { document.getElementById("supply-says").textContent = text; }

  G.applySupply = function () {
    var rows = G.chosen().filter(function (row) { return row.editable; });
    if (!field("supplier").value) return says(G.words.choose_supplier);
    if (!rows.length) return says(G.words.choose_rows);
    rows.forEach(function (row) { Object.assign(row.extra, supply()); });
    G.flush();
    says(G.say("applied", { n: rows.length }));
  };

  G.applyLast = function () {
    var rows = G.chosen().filter(function (row) { return row.editable; });
    if (!rows.length) return says(G.words.choose_rows);
    says(G.say("applied", { n: rows.filter(G.takeLast).length }));
  };

  function showSupplying() {
    var who = G.supplying().supplier;
    document.getElementById("supplying-who").textContent = who ? G.say("supplying", { name: who }) : "";
  }

  if (bar) {
    bar.addEventListener("change", function (event) {
      if (event.target === field("supplier")) {
        field("supplier_contact").value = event.target.selectedOptions[0].dataset.contact || "";
      }
      showSupplying();
    });
  }

  /* ---- one file for many rows */

  G.upload = function () {
    var input = document.getElementById("file"), file = input.files[0], rows = G.chosen();
    if (!file) return says(G.words.choose_file);
    if (!rows.length) return says(G.words.choose_rows);
    if (file.size > LARGEST) return says(G.words.too_large);
    var form = new FormData();
    rows.forEach(function (row) { form.append("row", row.code); });
    form.append("file", file);
    send(form, function (answer) {
      rows.forEach(function (row) { addFile(row, answer.attachment); });
      input.value = "";
      says(G.say("uploaded", { name: answer.attachment.name, n: rows.length }));
    });
  };

  // fetch tells nothing of how much has gone out; a scan over a slow line takes minutes.
  function send(form, done) {
    var request = new XMLHttpRequest(), bar = document.getElementById("uploading");
    request.open("POST", G.form.dataset.base + "attachments/");
    request.setRequestHeader("X-CSRFToken", G.token());
    request.responseType = "json";
    request.upload.onprogress = function (event) {
      bar.hidden = false;
      bar.value = Math.round(100 * event.loaded / event.total);
      says(G.say("uploading", { n: bar.value }));
    };
    request.onerror = function () { bar.hidden = true; says(G.words.upload_failed); };
    request.onload = function () {
      var answer = request.response;
      bar.hidden = true;
      if (request.status === 200 && answer && answer.attachment) done(answer);
      else says((answer && answer.error) || G.words.upload_failed);
    };
    request.send(form);
  }

  function addFile(row, file) {
    var cell = row.tr.querySelector("td.files"), span = G.make("span", "file"), link = G.make("a", "");
    link.href = file.url;
    link.title = file.name;
    link.append(G.make("span", "visually-hidden", file.name), String(cell.querySelectorAll("a").length + 1));
    span.append(link);
    cell.append(span, " ");
    row.places.files = row.places.files || link;
  }

  G.removeFile = function (button) {
    var name = button.title;
    if (!window.confirm(G.say("remove_file", { name: name }))) return;
    var request = new FormData();
    fetch(button.parentNode.querySelector("a").href, {
      method: "POST", body: request, headers: { "X-CSRFToken": G.token() }, redirect: "manual",
    }).then(function (response) { return response.json(); }).then(function (answer) {
      if (!answer.token) return G.live(answer.error);
      var all = document.querySelectorAll('td.files button[value="' + answer.token + '"]');
      all.forEach(function (one) { one.parentNode.remove(); });
    }).catch(function () { G.live(G.words.upload_failed); });
  };

  /* ---- base figures: saved when both the number and its source are there */

  function part(line, name) { return line.querySelector("[name^=base-" + name + "]"); }

  function saveBase(line) {
    var value = part(line, "value").value.trim(), source = part(line, "source").value.trim();
    var said = line.querySelector("[data-mark]"), sent = value + "\n" + source;
    if (line.dataset.sent === sent) return;
    if (!value || !source) return tell(said, "unsaved", value ? G.words.base_source : G.words.base_value);
    line.dataset.sent = sent;
    tell(said, "saving", G.words.saving);
    G.queue(function () {
      var version = Number(part(line, "version").value), why = part(line, "why");
      return G.post("base/", { kind: line.dataset.kind, value: value, source: source, version: version, why: why ? why.value : "" }).then(function (answer) {
        if (!answer.ok) return tell(said, "refused", answer.body.error);
        part(line, "version").value = answer.body.base.version;
        part(line, "value").value = answer.body.base.value;
        document.querySelector('[data-base-shown="' + line.dataset.kind + '"]').textContent = answer.body.base.value;
        tell(said, "saved", G.words.saved);
        answer.body.around.forEach(G.around);
      }, function (why) { tell(said, "unsaved", G.words.unsaved); return Promise.reject(why); });
    });
  }

  function tell(place, mark, text) { place.dataset.mark = mark; place.textContent = text; }

  document.querySelectorAll(".base").forEach(function (line) {
    if (!part(line, "value")) return;
    line.dataset.sent = part(line, "value").value.trim() + "\n" + part(line, "source").value.trim();
    line.addEventListener("change", function () { saveBase(line); });
  });
})();
