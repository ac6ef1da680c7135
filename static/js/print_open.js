/* Paper cannot be opened: what is folded on the page is printed unfolded, then folded
   again. What only serves the screen (.no-print) or repeats the head stays as it is. */

const FOLDED = "main details:not([open]):not(.no-print):not(.document)";
let unfolded = [];

addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(FOLDED)];
  for (const part of unfolded) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of unfolded) part.open = false;
  unfolded = [];
});
