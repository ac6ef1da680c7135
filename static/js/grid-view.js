/* Which rows are shown and how large: the links do it without scripts too. */
(function () {
  "use strict";
  var KEY = "healthplan-large"; // a setting of this browser; nothing typed is kept
  var table = document.getElementById("cells");

  /* ---- only what is unfilled, has problems, was returned */

  function leavesOut(data, only) {
    if (only === "unfilled") return "filled" in data;
    if (only === "returned") return data.state !== "returned";
    return only === "problems" && !("sourceless" in data) && Number(data.errors) + Number(data.warnings) === 0 && data.state !== "returned";
  }

  function filter(only) {
    table.querySelectorAll("tr[data-row]").forEach(function (tr) {
      tr.hidden = leavesOut(tr.dataset, only);
      var says = tr.nextElementSibling;
      if (window.Grid) window.Grid.offer(window.Grid.byCode[tr.dataset.row]);
      else if (tr.hidden) says.hidden = true;
    });
    table.querySelectorAll("tbody").forEach(function (group) {
      group.hidden = !group.querySelector("tr[data-row]:not([hidden])");
    });
  }

  var links = document.querySelectorAll("a[data-only]");
  links.forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      links.forEach(function (one) { one.removeAttribute("aria-current"); });
      link.setAttribute("aria-current", "true");
      filter(link.dataset.only);
      history.replaceState(null, "", link.href);
    });
  });

  /* ---- large text */

  function remembered() {
    try { return localStorage.getItem(KEY) === "1"; } catch (none) { return false; }
  }

  function remember(on) {
    try { localStorage.setItem(KEY, on ? "1" : "0"); } catch (none) { return; }
  }

  var large = document.querySelector("a[data-large]");
  function enlarge(on) {
    document.body.classList.toggle("large", on);
    if (on) large.setAttribute("aria-current", "true"); else large.removeAttribute("aria-current");
  }
  if (large) {
    if (remembered()) enlarge(true);
    large.addEventListener("click", function (event) {
      event.preventDefault();
      var on = !document.body.classList.contains("large");
      enlarge(on);
      remember(on);
    });
  }

  /* ---- the panel of 口径 goes away with Esc */

  document.addEventListener("keydown", function (event) {
    var button = document.activeElement;
    if (event.key === "Escape" && button.classList.contains("about")) button.blur();
  });
})();
