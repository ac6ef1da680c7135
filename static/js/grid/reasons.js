/* Choosing why there is no figure. Where one stands it is asked first: a reason would
   erase it. */

import { focus } from "./caret.js";
import { form, table } from "./page.js";
import { offer, tell } from "./remarks.js";
import { hasFigure } from "./row.js";
import { rowAt } from "./rows.js";
import { commit, together } from "./saving.js";

/* Takes a list that was just chosen from; returns whether the row asks before it takes it. */
export function askReason(input) {
  if (input.dataset.field !== "missing_reason") return false;
  const row = rowAt(input);
  row.asks = input.value && hasFigure(row) ? input.value : "";
  if (row.asks) input.value = row.known.missing_reason || "";
  else row.reason = row.tr.dataset.reason = input.value;
  if (!row.asks) {
    // The month of 尚未公布, or the upper level's figure, is offered at once.
    offer(row);
    return false;
  }
  tell(row);
  row.says.querySelector("[data-answer=keep]").focus();
  return true;
}

function answered(event) {
  const button = event.target.closest("[data-answer]");
  if (!button) return;
  const row = rowAt(button);
  const reason = row.asks;
  row.asks = "";
  if (button.dataset.answer === "erase") erase(row, reason);
  tell(row);
  focus(row.inputs.missing_reason);
}

function erase(row, reason) {
  together("typed", () => {
    for (const [field, text] of [["value", ""], ["events", ""], ["missing_reason", reason]]) {
      if (!row.inputs[field]) continue;
      row.inputs[field].value = text;
      commit(row.inputs[field]);
    }
  });
  row.reason = row.tr.dataset.reason = reason;
}

export function listen() {
  table.addEventListener("click", answered);
  form.addEventListener("keydown", (event) => {
    const button = event.target.closest("[data-answer]");
    if (!button || event.key !== "Escape") return;
    const row = rowAt(button);
    row.asks = "";
    tell(row);
    focus(row.inputs.missing_reason);
  });
}
