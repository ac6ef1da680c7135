/* A word beside a cell of what just happened there, with one button at most. */

import { live, make } from "./page.js";

const place = document.getElementById("beside");

/* Shows the text below the element; `offer` is {word, act}. */
export function beside(element, text, offer) {
  place.textContent = "";
  place.append(make("span", "", text));
  if (offer) place.append(" ", button(offer.word, offer.act));
  place.append(" ", button("×", () => {}));
  place.hidden = false;
  put(element);
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
function put(element) {
  const box = element && element.offsetParent ? element.getBoundingClientRect() : null;
  const left = box ? Math.min(box.left, innerWidth - place.offsetWidth - 16) : 16;
  const top = box ? Math.min(box.bottom + 6, innerHeight - place.offsetHeight - 70) : innerHeight / 2;
  place.style.left = Math.max(8, left) + "px";
  place.style.top = Math.max(8, top) + "px";
}
