/* A form with data-pick-rows: tick all, tick a range with Shift, count what is ticked. */

function listen(form) {
  const boxes = Array.from(form.querySelectorAll("tbody input[type=checkbox]"));
  const all = form.querySelector("[data-pick-all]");
  const said = form.querySelector("[data-picked]");
  let last = null;

  function count() {
    const ticked = boxes.filter((box) => box.checked).length;
    if (said) {
      said.hidden = !ticked;
      said.textContent = said.dataset.words.replace("#", ticked);
    }
    if (all) {
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  }

  form.addEventListener("click", (event) => {
    const here = boxes.indexOf(event.target);
    if (here < 0) return;
    if (event.shiftKey && last !== null) {
      const range = boxes.slice(Math.min(here, last), Math.max(here, last) + 1);
      for (const box of range) box.checked = event.target.checked;
    }
    last = here;
    count();
  });
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      count();
    });
  }
  count();
}

document.querySelectorAll("form[data-pick-rows]").forEach(listen);
