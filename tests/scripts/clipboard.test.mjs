import assert from "node:assert/strict";
import test from "node:test";

import { parsed, written } from "../../static/js/grid/clipboard.js";

const CASES = [
  ["lines end as in Windows, the last cell is blank", "1\t2\r\n3\t\r\n", [["1", "2"], ["3", ""]]],
  ["a blank at the very end is a cell", "1\t", [["1", ""]]],
  ["quoted texts hold line ends and quotes", '"a\nb"\t"say ""x"""\n', [["a\nb", 'say "x"']]],
  ["a quoted text holds a tab", '"a\tb"\tc', [["a\tb", "c"]]],
  ["a quote inside a text is a character", '5" 管\t1', [['5" 管', "1"]]],
  ["a quote that is never closed is a character", '"open\t1', [['"open', "1"]]],
  ["a text that goes on behind its quote is plain", '"甲"乙\t1', [['"甲"乙', "1"]]],
  ["an empty quoted text is a blank", '""\t1', [["", "1"]]],
  ["a blank line is one blank cell", "1\n\n2\n", [["1"], [""], ["2"]]],
  ["one text is one cell", "8", [["8"]]],
  ["nothing is no cell", "", [[]]],
];

for (const [name, text, rows] of CASES) {
  test(name, () => assert.deepEqual(parsed(text), rows));
}

test("what is written is read back the same", () => {
  const rows = [["统计年鉴", 'say "x"', "一\n二"], ["", "a\tb", "8"]];

  assert.equal(written([["甲", "乙"], ["丙", ""]]), "甲\t乙\r\n丙\t");
  assert.deepEqual(parsed(written(rows)), rows);
});
