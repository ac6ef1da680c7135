/* The page 数据: long lists are searched and ticked in groups, counts renew themselves,
   and the address always carries the choice. Without this the form works as it is. */

const form = document.querySelector("form.choose");
const all = (selector, within = form) => Array.from(within.querySelectorAll(selector));
const changed = () => form.dispatchEvent(new Event("change", { bubbles: true }));
const boxOf = (row) => row.querySelector("input");

/* ---- ticking in groups */

function button(words, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = words;
  made.setAttribute("aria-label", name + " " + words);
  made.addEventListener("click", act);
  return made;
}

// Ticks every box unless all are ticked already.
function toggle(boxes) {
  const full = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !full;
  changed();
}

for (const heading of all("[data-domain]")) {
  const boxes = all("[data-of]").filter((row) => row.dataset.of === heading.dataset.domain).map(boxOf);
  heading.append(button(form.dataset.whole, heading.textContent.trim(), () => toggle(boxes)));
}

const rows = all("#region-picks li");
rows.forEach((row, n) => {
  let end = n + 1;
  while (end < rows.length && +rows[end].dataset.depth > +row.dataset.depth) end += 1;
  if (end === n + 1) return;
  const boxes = rows.slice(n, end).map(boxOf);
  row.append(button(form.dataset.below, row.dataset.seen, () => toggle(boxes)));
});

for (const bulk of all("[data-bulk]")) {
  bulk.hidden = false;
  bulk.addEventListener("click", (event) => {
    const how = event.target.dataset.tick;
    if (!how) return;
    for (const box of rows.map(boxOf)) box.checked = how === "planned" && "planned" in box.dataset;
    changed();
  });
}

for (const made of all("[data-untick]")) {
  made.addEventListener("click", () => {
    for (const box of all("input[name=" + made.dataset.untick + "]")) box.checked = false;
    changed();
  });
}

/* ---- searching: a ticked row stays in sight, what is chosen is never hidden */

function listenSearch(find) {
  const list = document.querySelector(find.dataset.seek);
  const input = find.querySelector("input");
  find.hidden = false;
  input.addEventListener("input", () => {
    const text = input.value.trim().toLowerCase();
    for (const row of all("[data-seen]", list)) {
      row.hidden = !boxOf(row).checked && !row.dataset.seen.toLowerCase().includes(text);
    }
    for (const heading of all(".heading", list)) heading.hidden = text !== "";
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
}

all("[data-seek]").forEach(listenSearch);

/* ---- counts and the address */

function tally() {
  for (const words of all("[data-tally]")) {
    const n = all("input[name=" + words.dataset.tally + "]:checked").length;
    words.textContent = n ? form.dataset.some.replace("0", n) : form.dataset.all;
  }
}

form.addEventListener("change", tally);
tally();

// A list ticked from end to end says no more than one without a tick, and an empty
// year nothing: without them the address stays short enough for every server.
form.addEventListener("formdata", (event) => {
  const data = event.formData;
  for (const name of ["region", "indicator"]) {
    if (all("input[name=" + name + "]").every((box) => box.checked)) data.delete(name);
  }
  for (const name of ["first", "last"]) {
    if (!data.get(name)) data.delete(name);
  }
});

function renewed() {
  const { query } = document.getElementById("holds").dataset;
  if (query === undefined) return; // refused
  const folder = location.pathname.replace(/[^/]*$/, "");
  history.replaceState(history.state, "", folder + (query ? "?" + query : ""));
  for (const link of all("[data-afresh]")) link.hidden = !query;
}

if (window.htmx) {
  for (const made of all("[data-recount]")) made.hidden = true;
  document.body.addEventListener("htmx:afterSettle", renewed);
  // A year that cannot be one is told at its field: the counts would be of another choice.
  document.body.addEventListener("htmx:validation:halted", () => form.reportValidity());
}
