/* Which lines of a block of values belong to which rows, where that is not plain: there
   are more lines than rows, blank ones, or headings between them. Knows no document. */

const HAN = /[\u4e00-\u9fff]/;
const DIGIT = /[\d０-９]/;
const YEAR = /^(?:19|20)\d\d(?:\.0)?$/;
const YEAR_HEADING = /^(?:19|20)\d\d年(?:末|底|度)?(?:实际|完成|统计)?(?:值|数|数值|数据)?$/;
const NOTHING = /^(?:无|空|暂无|没有|缺|[-—–/／]+)$/;

/* Returns of each line what it is: "row", "blank" or "heading". `figures` are the indexes
   of its cells that go into columns of figures, `known` the words that may stand there. */
export function lineKinds(texts, figures, known = []) {
  const kinds = texts.map((line) => {
    if (line.every((text) => text.trim() === "")) return "blank";
    const said = figures.map((at) => (line[at] || "").trim()).filter(Boolean);
    return said.length && said.every((text) => isHeading(text, known)) ? "heading" : "row";
  });
  const first = kinds.indexOf("row");
  const rest = texts.filter((line, i) => kinds[i] === "row" && i !== first);
  if (first >= 0 && rest.length && isYear(texts[first], figures) && !rest.some((line) => isYear(line, figures))) {
    kinds[first] = "heading";
  }
  return kinds;
}

function isHeading(text, known) {
  if (known.includes(text) || NOTHING.test(text)) return false;
  return YEAR_HEADING.test(text) || (HAN.test(text) && !DIGIT.test(text));
}

const isYear = (line, figures) => figures.some((at) => YEAR.test((line[at] || "").trim()));

/* Whether it has to be asked which line belongs to which row; `room` counts the rows. */
export function asks(kinds, room) {
  if (kinds.length < 2 || !kinds.includes("row")) return false;
  return kinds.length > room || kinds.some((kind) => kind !== "row");
}

/* Returns the ways to give lines to rows: {key, rows}, rows holding per line the index of
   its row or null; ways that come to the same stand once. */
export function ways(kinds, room) {
  const found = [
    ["figures", inTurn(kinds, ["row"], room)],
    ["blanks", inTurn(kinds, ["row", "blank"], room)],
    ["all", inTurn(kinds, ["row", "blank", "heading"], room)],
    ["last", lastOnes(kinds, room)],
  ];
  const seen = new Set();
  return found.filter(([, rows]) => {
    const said = JSON.stringify(rows);
    return !seen.has(said) && seen.add(said);
  }).map(([key, rows]) => ({ key, rows }));
}

function inTurn(kinds, taken, room) {
  let next = 0;
  return kinds.map((kind) => {
    if (!taken.includes(kind) || next >= room) return null;
    next += 1;
    return next - 1;
  });
}

/* The last lines with figures, where there are more of them than rows. */
function lastOnes(kinds, room) {
  const surplus = Math.max(0, kinds.filter((kind) => kind === "row").length - room);
  let n = 0;
  return kinds.map((kind) => {
    if (kind !== "row") return null;
    n += 1;
    return n > surplus ? n - surplus - 1 : null;
  });
}

/* Whether a way is plain enough to be proposed: no line with a figure is left over. */
export const isComplete = (kinds, rows) => kinds.every((kind, i) => kind !== "row" || rows[i] !== null);
