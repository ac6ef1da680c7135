/* Long lists of boxes to tick: find by name, tick all regions that have a plan. */

const find = document.querySelector("[data-find]");
const bulk = document.querySelector("[data-bulk]");
const rows = document.querySelectorAll("#indicator-picks [data-name]");
const headings = document.querySelectorAll("#indicator-picks .heading");

function filter(text) {
  for (const row of rows) {
    const ticked = row.querySelector("input").checked;
    row.hidden = !ticked && !row.dataset.name.includes(text);
  }
  for (const heading of headings) heading.hidden = text !== "";
}

if (find) {
  const input = find.querySelector("input");
  find.hidden = false;
  input.addEventListener("input", () => filter(input.value.trim()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
}

if (bulk) {
  bulk.hidden = false;
  bulk.addEventListener("click", (event) => {
    const how = event.target.dataset.tick;
    if (!how) return;
    for (const box of document.querySelectorAll(".tree input")) {
      box.checked = how === "planned" && "planned" in box.dataset;
    }
  });
}
