/* A button with data-copy="id" copies the text of that element; shown only where scripts run.
   execCommand, because the clipboard API is missing on plain http. */

function copied(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const done = document.execCommand("copy");
  if (done) selection.removeAllRanges();
  return done;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const words = button.textContent.trim();
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!copied(source)) return; // the text stays selected: Ctrl+C copies it
    button.textContent = "✓ " + words;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
