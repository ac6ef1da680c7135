/* What an act answered stands on the page that comes after it. A reader of the screen hears
   only what is put into a place after the page is there: so it is put there once more. */

export function announce() {
  setTimeout(() => {
    for (const list of document.querySelectorAll('[role="status"] > .messages')) list.replaceWith(list.cloneNode(true));
  }, 400);
}
