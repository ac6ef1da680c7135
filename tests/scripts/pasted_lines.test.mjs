import assert from "node:assert/strict";
import test from "node:test";

import { asks, isComplete, lineKinds, ways } from "../../static/js/grid/pasted_lines.js";

const REASONS = ["尚未公布"];
const kindsOf = (texts) => lineKinds(texts.map((text) => [text]), [0], REASONS).map((kind) => kind[0]).join("");

const CASES = [
  ["figures are rows", ["78.2", "4.1"], "rr"],
  ["blank lines", ["78.2", " ", "4.1"], "rbr"],
  ["headings of words and of years", ["2025年", "健康水平", "78.2", "4.1"], "hhrr"],
  ["a year alone stands first over what is none", ["2025", "78.2", "4.1"], "hrr"],
  ["years among years are figures", ["2025", "2019", "4.1"], "rrr"],
  ["a reason, a dash and what has digits are no headings", ["尚未公布", "—", "约5", "#DIV/0!", "5-6"], "rrrrr"],
];

for (const [name, texts, kinds] of CASES) test(name, () => assert.equal(kindsOf(texts), kinds));

test("words in other columns than those of figures make no heading", () => {
  assert.deepEqual(lineKinds([["统计年鉴"], ["年报"]], []), ["row", "row"]);
  assert.deepEqual(lineKinds([["", "尚未公布"], ["4.1", ""]], [0], REASONS), ["row", "row"]);
});

test("it is asked where lines and rows do not go one by one", () => {
  assert.equal(asks(["row", "row"], 2), false);
  assert.equal(asks(["row", "row", "row"], 2), true);
  assert.equal(asks(["row", "blank", "row"], 9), true);
  assert.equal(asks(["heading", "row"], 9), true);
  assert.equal(asks(["row"], 0), false);
  assert.equal(asks(["heading", "heading"], 9), false); // nothing in it is a figure
});

test("each way stands once, the plain one first", () => {
  const kinds = ["heading", "row", "blank", "row"];

  assert.deepEqual(ways(kinds, 4), [
    { key: "figures", rows: [null, 0, null, 1] },
    { key: "blanks", rows: [null, 0, 1, 2] },
    { key: "all", rows: [0, 1, 2, 3] },
  ]);
});

test("of too many lines the first or the last, and neither is complete", () => {
  const kinds = ["row", "row", "row"];
  const found = ways(kinds, 2);

  assert.deepEqual(found, [{ key: "figures", rows: [0, 1, null] }, { key: "last", rows: [null, 0, 1] }]);
  assert.deepEqual(found.map(({ rows }) => isComplete(kinds, rows)), [false, false]);
  assert.equal(isComplete(["heading", "row"], [null, 0]), true);
});
