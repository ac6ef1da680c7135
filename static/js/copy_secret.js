/* A button with data-copy="id" copies the text of that element; shown only where scripts run.
   execCommand, because the clipboard API is missing on plain http. */
(function () {
  "use strict";

  function copied(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    var done = document.execCommand("copy");
    if (done) selection.removeAllRanges();
    return done;
  }

  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    var source = document.getElementById(button.dataset.copy);
    var words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!copied(source)) return; // the text stays selected: Ctrl+C copies it
      button.textContent = "✓ " + words;
      window.setTimeout(function () { button.textContent = words; }, 2000);
    });
  });
})();
