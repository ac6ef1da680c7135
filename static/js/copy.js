/* REBUILT by helper "people", who overwrote the first version by mistake: its owner
   should check it against the original and then remove this note.

   form[data-copy]: the button copies the form's text and notes the reminder without
   leaving the page; without scripts the form is posted plainly. execCommand, because
   the clipboard API is missing on plain http. */
(function () {
  "use strict";

  function copied(area) {
    area.focus();
    area.select();
    return document.execCommand("copy");
  }

  function show(marked) {
    document.querySelectorAll("[data-last]").forEach(function (place) {
      var words = marked[place.dataset.last];
      if (words) place.textContent = words;
    });
  }

  document.querySelectorAll("form[data-copy]").forEach(function (form) {
    var button = form.querySelector("button[data-script]");
    var area = form.querySelector("textarea");
    var said = form.querySelector(".said");
    if (!button || !area) return;
    button.textContent = button.dataset.script;
    button.addEventListener("click", function (event) {
      event.preventDefault();
      var done = copied(area);
      fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      }).then(function (answer) {
        var kind = answer.headers.get("Content-Type") || "";
        if (!answer.ok || kind.indexOf("application/json") !== 0) throw new Error(answer.status);
        return answer.json();
      }).then(function (body) {
        show(body.marked);
        said.textContent = done ? button.dataset.copied : button.dataset.uncopied;
      }).catch(function () {
        said.textContent = button.dataset.unmarked;
      });
    });
  });
})();
