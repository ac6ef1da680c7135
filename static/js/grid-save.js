/* Saves what is typed, one request after the other, each over the version it was typed
   over. Nothing typed is ever dropped: what the line or the server did not take stays
   in its cell and is sent again. It is kept in this page's memory and nowhere else. */
(function () {
  "use strict";
  var G = window.Grid;
  var sending = false, trouble = "", tries = 0, timer = 0, jobs = [];

  /* ---- the request */

  function cookie(name) {
    var found = document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)"));
    return found ? decodeURIComponent(found[1]) : G.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  /* The token is read from the cookie each time: after signing in again it is another. */
  G.token = function () { return cookie("csrftoken"); };

  /* Posts JSON or a form; resolves to {ok, status, body}, rejects with a trouble's name. */
  G.post = function (path, body) {
    var form = body instanceof FormData, headers = { "X-CSRFToken": G.token() };
    if (!form) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(Object.assign({ by: G.form.dataset.by }, body));
    }
    return fetch(G.form.dataset.base + path, {
      method: "POST", body: body, headers: headers, credentials: "same-origin", redirect: "manual",
    }).then(read, function () { return Promise.reject("offline"); });
  };

  function read(response) {
    var isJson = (response.headers.get("Content-Type") || "").indexOf("application/json") === 0;
    if (response.type === "opaqueredirect" || (response.status === 403 && !isJson)) return Promise.reject("expired");
    if (response.status >= 500 || !isJson) return Promise.reject("server");
    return response.json().then(function (body) {
      return { ok: response.ok, status: response.status, body: body };
    }, function () { return Promise.reject("offline"); });
  }

  /* ---- what is to be sent */

  function sendable(row) {
    if (row.conflict) return [];
    return Array.from(row.ready).filter(function (field) {
      return G.isDirty(row, field) && !(row.refused[field] && row.refused[field].text === row.inputs[field].value);
    });
  }

  function batch() {
    return G.rows.map(function (row) {
      var fields = Object.assign({}, row.conflict ? {} : row.extra);
      sendable(row).forEach(function (field) { fields[field] = row.inputs[field].value; });
      return { row: row, fields: fields, extra: row.extra };
    }).filter(function (part) { return Object.keys(part.fields).length; });
  }

  /* Says that a cell is left: it is saved if its text is not the stored one. */
  G.commit = function (input) {
    var cell = G.cellAt(input), row = cell.row, field = cell.field;
    if (!row || !row.editable) return;
    row.blocked = [];
    if (!G.isDirty(row, field)) {
      delete row.refused[field];
      if (!row.conflict) G.mark(row, field, "");
      row.ready.delete(field);
      G.tell(row);
    } else {
      if (row.refused[field] && row.refused[field].text === input.value) return;
      row.ready.add(field);
      if (row.conflict) G.tell(row);
      if (G.FIGURES.indexOf(field) >= 0 && G.supplying) Object.assign(row.extra, G.supplying());
    }
    G.flush();
  };

  G.flush = function () {
    if (sending || timer) return G.indicate();
    var parts = batch();
    if (!parts.length) return jobs.length ? runJob() : rest();
    sending = true;
    parts.forEach(function (part) {
      Object.keys(part.fields).forEach(function (field) { G.mark(part.row, field, "saving"); });
      G.markRow(part.row, "saving");
      part.row.extra = {};
    });
    G.indicate();
    G.post("cells/", { cells: parts.map(asCell) }).then(function (answer) {
      arrived();
      if (answer.ok) answer.body.rows.forEach(function (got, i) { take(parts[i], got); });
      else refuseAll(parts, answer.body.error);
      (answer.body.around || []).forEach(around);
      done();
    }, function (why) { failed(parts, why); });
  };

  function asCell(part) {
    return { indicator: part.row.code, version: part.row.version, fields: part.fields };
  }

  /* Base figures and the like wait in the same line. */
  G.queue = function (job) { jobs.push(job); G.flush(); };

  function runJob() {
    var job = jobs[0];
    sending = true;
    G.indicate();
    job().then(function () { jobs.shift(); arrived(); done(); }, function (why) { failed([], why); });
  }

  function done() {
    sending = false;
    G.count();
    document.dispatchEvent(new CustomEvent("grid:settled"));
    G.flush();
  }

  function rest() {
    G.indicate();
    document.dispatchEvent(new CustomEvent("grid:rest"));
  }

  /* ---- what became of it */

  function take(part, answer) {
    var row = part.row;
    if (answer.status === "conflict") return conflict(part, answer);
    row.version = answer.version;
    Object.keys(answer.texts).forEach(function (field) {
      settle(row, field, part.fields[field], answer.texts[field], answer.refused[field]);
    });
    Object.keys(answer.refused).forEach(function (field) {
      if (!(field in answer.texts)) row.refused[field] = { text: part.fields[field], why: answer.refused[field] };
    });
    var bad = Object.keys(answer.refused).length > 0;
    G.markRow(row, bad ? "refused" : "saved");
    G.restate(row, answer);
    G.live(bad ? row.name + "：" + Object.values(answer.refused).join(" ") : G.words.saved);
  }

  /* One cell after a save: what is stored, and what was typed on in the meantime. */
  function settle(row, field, sent, stored, why) {
    var input = row.inputs[field], before = row.saved[field] || "";
    row.saved[field] = stored;
    if (!input) return;
    if (sent === undefined) {
      if (input.value === before) rewrite(input, stored);
      return;
    }
    if (why) {
      row.refused[field] = { text: sent, why: why };
      return G.mark(row, field, "refused");
    }
    delete row.refused[field];
    var goesOn = input.value !== sent;
    if (!goesOn) { row.ready.delete(field); rewrite(input, stored); }
    G.mark(row, field, goesOn ? "unsaved" : "saved");
  }

  /* Shows a text as it is stored (97.2 becomes 97.20), but not under a moving caret. */
  function rewrite(input, text) {
    var here = input === document.activeElement;
    if (here && G.mode !== "chosen") return;
    input.value = text;
    if (here && input.select) input.select();
  }

  /* Another row's or another field's figure changed: what is typed here stays. */
  function around(answer) {
    var row = G.byCode[answer.indicator];
    if (!row) return;
    if (G.dirty(row).length === 0 && row.editable) {
      row.version = answer.version;
      Object.keys(answer.texts).forEach(function (field) { settle(row, field, undefined, answer.texts[field]); });
    }
    G.restate(row, answer);
  }
  G.around = around;

  function refuseAll(parts, sentence) {
    parts.forEach(function (part) {
      Object.keys(part.fields).forEach(function (field) {
        part.row.refused[field] = { text: part.fields[field], why: sentence };
        G.mark(part.row, field, "refused");
      });
      G.markRow(part.row, "refused");
      G.tell(part.row);
    });
    G.live(sentence);
  }

  /* ---- two people at once */

  function group(field) { return G.FIGURES.indexOf(field) >= 0 ? "figure" : field; }

  /* Whoever changed another part of the row meanwhile is in nobody's way: then the
     same texts are sent over the new version. Else both are shown. */
  function conflict(part, answer) {
    var row = part.row, changed = new Set();
    Object.keys(answer.texts).forEach(function (field) {
      if ((row.saved[field] || "") !== answer.texts[field]) changed.add(group(field));
    });
    var dirty = G.dirty(row), clash = dirty.filter(function (field) { return changed.has(group(field)); });
    row.version = answer.version;
    row.extra = Object.assign({}, part.extra, row.extra);
    Object.keys(answer.texts).forEach(function (field) {
      if (dirty.indexOf(field) < 0) settle(row, field, undefined, answer.texts[field]);
    });
    if (clash.length) {
      row.conflict = { texts: answer.texts, who: answer.who, fields: clash };
      dirty.forEach(function (field) { G.mark(row, field, "conflict"); });
      G.markRow(row, "conflict");
      G.live(row.name + "：" + G.say("conflict_says", { who: answer.who }));
    }
    G.restate(row, answer);
  }

  G.settleConflict = function (row, mine) {
    var theirs = row.conflict.texts, first = row.inputs[row.conflict.fields[0]];
    row.conflict = null;
    G.dirty(row).forEach(function (field) {
      row.saved[field] = theirs[field] || "";
      if (mine) row.ready.add(field);
      else { row.inputs[field].value = row.saved[field]; row.ready.delete(field); }
      G.mark(row, field, "");
    });
    if (!mine) row.extra = {};
    G.markRow(row, mine ? "unsaved" : "");
    G.tell(row);
    G.flush();
    first.focus();
  };

  /* ---- the line is down, the session is over */

  function failed(parts, why) {
    sending = false;
    parts.forEach(function (part) {
      part.row.extra = Object.assign({}, part.extra, part.row.extra);
      Object.keys(part.fields).forEach(function (field) { G.mark(part.row, field, "unsaved"); });
      G.markRow(part.row, "unsaved");
    });
    trouble = why;
    timer = setTimeout(again, Math.min(15000, 1000 * Math.pow(2, tries)));
    tries += 1;
    G.indicate();
  }

  function again() { clearTimeout(timer); timer = 0; G.flush(); }
  function arrived() { trouble = ""; tries = 0; }
  function soon() { if (timer) again(); }

  addEventListener("online", soon);
  addEventListener("focus", soon);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) soon(); });

  /* ---- what the head says of it */

  G.indicate = function () {
    var banner = document.getElementById("trouble"), place = document.getElementById("saving");
    var n = G.unsaved();
    place.hidden = false;
    place.dataset.mark = trouble ? "unsaved" : sending ? "saving" : n ? "unsaved" : "saved";
    place.textContent = sending ? G.words.saving : n ? G.say("n_unsaved", { n: n }) : G.words.all_saved;
    var text = trouble ? G.say(trouble, { n: n || 1 }) : "";
    if (banner.dataset.text === text) return;
    banner.dataset.text = text;
    banner.hidden = !text;
    banner.textContent = text;
    if (trouble === "expired") banner.append(" ", signIn());
  };

  function signIn() {
    var link = G.make("a", "", G.words.sign_in);
    link.href = G.form.dataset.login;
    link.target = "_blank";
    link.rel = "noopener";
    return link;
  }

  /* Resolves when nothing is under way any more, to the number of unsaved cells. */
  G.settled = function () {
    if (document.activeElement && document.activeElement.dataset.field) G.commit(document.activeElement);
    return new Promise(function (resolve) {
      if (timer) return resolve(G.unsaved());
      document.addEventListener("grid:rest", function () { resolve(G.unsaved()); }, { once: true });
      G.flush();
    });
  };

  addEventListener("beforeunload", function (event) {
    if (!G.leaving && G.unsaved()) { event.preventDefault(); event.returnValue = ""; }
  });
  // Kept by the browser for “back”: after signing out nothing typed may come up again.
  addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
