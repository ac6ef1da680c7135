/* Where the keyboard is, as in Excel: in a cell that is "chosen", its text selected;
   "typing" into it, while arrows still go on; or "editing" inside it, while arrows move
   the caret. */

export const caret = { mode: "chosen" };

export const isField = (element) => !!element.matches && element.matches("[data-field]");
export const isText = (element) => element.tagName !== "SELECT";

export function focus(element) {
  element.focus();
  if (isField(element) && isText(element)) element.select();
}
