/* Blocks of cells as Excel and WPS put them on the clipboard: lines of texts between tabs.
   Knows no document. */

/* Returns rows of texts. A quoted text may hold tabs, line ends and doubled quotes. */
export function parsed(block) {
  const text = block.replace(/\r\n?/g, "\n");
  const rows = [[]];
  let at = 0;
  while (at < text.length) {
    const cell = (text[at] === '"' && quotedCell(text, at)) || plainCell(text, at);
    const line = rows[rows.length - 1];
    line.push(cell.text);
    const isLast = cell.end + 1 >= text.length;
    if (text[cell.end] === "\n" && !isLast) rows.push([]);
    if (text[cell.end] === "\t" && isLast) line.push("");
    at = cell.end + 1;
  }
  return rows;
}

function plainCell(text, start) {
  let end = start;
  while (end < text.length && text[end] !== "\t" && text[end] !== "\n") end += 1;
  return { text: text.slice(start, end), end };
}

/* A quote that is never closed, or goes on behind its closing, is just a character. */
function quotedCell(text, start) {
  let found = "";
  let at = start + 1;
  while (at < text.length) {
    if (text[at] !== '"') found += text[at];
    else if (text[at + 1] === '"') {
      found += '"';
      at += 1;
    } else break;
    at += 1;
  }
  const next = text[at + 1];
  const closed = at < text.length && (next === undefined || next === "\t" || next === "\n");
  return closed ? { text: found, end: at + 1 } : null;
}

/* Returns rows of texts as Excel reads them. */
export function written(rows) {
  return rows.map((line) => line.map(quoted).join("\t")).join("\r\n");
}

function quoted(text) {
  return /[\t\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
