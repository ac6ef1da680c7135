/* Merged cells of a copied table: where each stands, and over which others. Knows no
   document. */

const MOST = 1000; // rows or columns that one cell may stand over

/* Returns {texts, merged} of rows of {text, rowspan, colspan}: texts by row and column,
   blank below and beside a merged cell; merged as [top, left, bottom, right]. */
export function spread(rows) {
  const texts = rows.map(() => []);
  const merged = [];
  rows.forEach((cells, top) => {
    let left = 0;
    for (const { text, rowspan, colspan } of cells) {
      while (texts[top][left] !== undefined) left += 1;
      const bottom = Math.min(top + within(rowspan), rows.length) - 1;
      const right = left + within(colspan) - 1;
      cover(texts, top, left, bottom, right);
      texts[top][left] = text;
      if (bottom > top || right > left) merged.push([top, left, bottom, right]);
      left = right + 1;
    }
  });
  return { texts: texts.map(whole), merged };
}

const within = (span) => Math.max(1, Math.min(span || 1, MOST));

function cover(texts, top, left, bottom, right) {
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) texts[row][column] = "";
  }
}

const whole = (line) => Array.from(line, (text) => text ?? "");

/* Returns the plain texts of a block with the merged cells of its table. Where both have
   the same lines the plain ones say exactly what the cells show. */
export function joined(plain, table) {
  if (!table || !table.merged.length) return { texts: plain, merged: [] };
  const width = Math.max(...plain.map((line) => line.length));
  const same = plain.length === table.texts.length && width === Math.max(...table.texts.map((line) => line.length));
  return { texts: same ? plain : table.texts, merged: table.merged };
}

/* Returns the texts with a merged cell's text in all that it stands over; `only` says of
   which columns (by index). */
export function repeated({ texts, merged }, only) {
  const found = texts.map((line) => line.slice());
  for (const [top, left, bottom] of merged) {
    if (!only(left)) continue;
    for (let row = top + 1; row <= bottom && row < found.length; row += 1) found[row][left] = found[top][left];
  }
  return found;
}
