/* A word beside a cell of what just happened there, with one button at most. */

import { live, make, table } from "./page.js";

const place = document.getElementById("beside");
let beneath = null; // the element that the word stands below

/* Shows the text below the element; `offer` is {word, act}. */
export function beside(element, text, offer) {
  place.textContent = "";
  place.append(make("span", "", text));
  if (offer) place.append(" ", button(offer.word, offer.act));
  place.append(" ", button("×", () => {}));
  place.hidden = false;
  beneath = element;
  put();
  live(text);
}

export function quiet() {
  place.hidden = true;
}

function button(word, act) {
  const made = make("button", "quiet", word);
  made.type = "button";
  made.addEventListener("click", () => {
    quiet();
    act();
  });
  return made;
}

/* Within the window, below the cell and not over it. */
function put() {
  const box = beneath && beneath.offsetParent ? beneath.getBoundingClientRect() : null;
  const left = box ? Math.min(box.left, innerWidth - place.offsetWidth - 16) : 16;
  const top = box ? Math.min(box.bottom + 6, innerHeight - place.offsetHeight - 70) : innerHeight / 2;
  place.style.left = Math.max(8, left) + "px";
  place.style.top = Math.max(8, top) + "px";
}

export function listen() {
  // What is typed next is another act: the keys still step back, the word is over.
  table.addEventListener("input", quiet);
  addEventListener("scroll", () => place.hidden || put(), { capture: true, passive: true });
}
