/* A form with data-pick-rows: tick all, tick a range with Shift, count what is ticked. */
(function () {
  "use strict";

  document.querySelectorAll("form[data-pick-rows]").forEach(function (form) {
    var boxes = Array.from(form.querySelectorAll("tbody input[type=checkbox]"));
    var all = form.querySelector("[data-pick-all]");
    var said = form.querySelector("[data-picked]");
    var last = null;

    function count() {
      var ticked = boxes.filter(function (box) { return box.checked; }).length;
      if (said) {
        said.hidden = !ticked;
        said.textContent = said.dataset.words.replace("#", ticked);
      }
      if (all) {
        all.checked = ticked === boxes.length;
        all.indeterminate = ticked > 0 && ticked < boxes.length;
      }
    }

    form.addEventListener("click", function (event) {
      var here = boxes.indexOf(event.target);
      if (here < 0) return;
      if (event.shiftKey && last !== null) {
        boxes.slice(Math.min(here, last), Math.max(here, last) + 1).forEach(function (box) {
          box.checked = event.target.checked;
        });
      }
      last = here;
      count();
    });
    if (all) {
      all.hidden = false;
      all.addEventListener("change", function () {
        boxes.forEach(function (box) { box.checked = all.checked; });
        count();
      });
    }
    count();
  });
})();
