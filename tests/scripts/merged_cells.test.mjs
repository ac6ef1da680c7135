import assert from "node:assert/strict";
import test from "node:test";

import { joined, repeated, spread } from "../../static/js/grid/merged_cells.js";

const cell = (text, rowspan = 1, colspan = 1) => ({ text, rowspan, colspan });

const CASES = [
  ["a cell over two rows", [[cell("甲", 2), cell("1")], [cell("2")]],
    { texts: [["甲", "1"], ["", "2"]], merged: [[0, 0, 1, 0]] }],
  ["a cell over two columns", [[cell("年份", 1, 2)], [cell("1"), cell("2")]],
    { texts: [["年份", ""], ["1", "2"]], merged: [[0, 0, 0, 1]] }],
  ["a block, and cells beside and below it", [[cell("甲", 2, 2), cell("x")], [cell("y")], [cell("a"), cell("b"), cell("z")]],
    { texts: [["甲", "", "x"], ["", "", "y"], ["a", "b", "z"]], merged: [[0, 0, 1, 1]] }],
  ["two columns merged beside each other", [[cell("甲", 2), cell("乙", 2), cell("1")], [cell("2")]],
    { texts: [["甲", "乙", "1"], ["", "", "2"]], merged: [[0, 0, 1, 0], [0, 1, 1, 1]] }],
  ["a span beyond the last row ends there", [[cell("甲", 9), cell("1")]], { texts: [["甲", "1"]], merged: [] }],
  ["a span of nought or nothing is of one", [[cell("甲", 0, 0), cell("1", undefined, undefined)]],
    { texts: [["甲", "1"]], merged: [] }],
];

for (const [name, rows, found] of CASES) test(name, () => assert.deepEqual(spread(rows), found));

test("a span of a billion columns is bounded", () => {
  assert.equal(spread([[cell("甲", 1, 1e9)]]).texts[0].length, 1000);
});

test("the plain texts are kept where the lines are the same", () => {
  const table = spread([[cell("甲", 2), cell("1.0")], [cell("2.0")]]);

  assert.deepEqual(joined([["甲", "1"], ["", "2"]], table), { texts: [["甲", "1"], ["", "2"]], merged: table.merged });
  assert.deepEqual(joined([["甲", "1"]], table).texts, table.texts);
  assert.deepEqual(joined([["1"]], null), { texts: [["1"]], merged: [] });
});

test("a merged source is said of all its rows, a figure of one", () => {
  const given = { texts: [["1", "年报"], ["", ""]], merged: [[0, 0, 1, 0], [0, 1, 1, 1]] };

  assert.deepEqual(repeated(given, (column) => column === 1), [["1", "年报"], ["", "年报"]]);
  assert.deepEqual(given.texts[1], ["", ""]);
});
