/* Where the texts of a pasted block go, and which of them have no place. Knows no document. */

import { hasFigure } from "./row.js";

/* Returns a list of {row, field, n, text}, n counting the rows of the page from 1; row or
   field are undefined beyond the table's end. Blanks leave cells as they are. `at` is the
   place of the first text: {row, column} as indexes. */
export function placed(texts, at, rows, columns) {
  const found = [];
  texts.forEach((line, i) => {
    line.forEach((text, j) => {
      if (text.trim() === "") return;
      found.push({ row: rows[at.row + i], field: columns[at.column + j], n: at.row + i + 1, text });
    });
  });
  return found;
}

/* Returns why a text cannot stand there, in the server's words; "" if it can. */
export function refusal({ row, field }, words) {
  if (!row) return words.beyond_rows;
  if (!field) return words.beyond_columns;
  if (field === "missing_reason" && hasFigure(row)) return words.has_figure;
  if (row.inputs[field]) return "";
  return row.editable ? words.no_counts : row.obstacle;
}
