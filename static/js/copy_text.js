/* A button with data-copy-text="id" copies a text field; shown only where scripts run.
   execCommand, because the clipboard API is missing on plain http. */

for (const button of document.querySelectorAll("button[data-copy-text]")) {
  const field = document.getElementById(button.dataset.copyText);
  const words = button.textContent.trim();
  button.hidden = false;
  button.addEventListener("click", () => {
    field.focus();
    field.select();
    if (!document.execCommand("copy")) return; // the text stays selected: Ctrl+C copies it
    button.textContent = "✓ " + words;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
