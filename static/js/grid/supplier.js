/* Who supplied the figures (代填), as the bar above the table says it. */

import { form } from "./page.js";

const SUPPLY = ["supplier", "supplier_contact", "supply_channel", "supplied_on"];

export const bar = document.getElementById("supply");
export const field = (name) => form.elements["supply-" + name];

export const supply = () => Object.fromEntries(SUPPLY.map((name) => [name, field(name).value]));

/* What every typed figure carries while 自动登记到所填各行 is on. */
export function supplying() {
  const on = bar && document.getElementById("supplying").checked && field("supplier").value;
  return on ? supply() : {};
}
