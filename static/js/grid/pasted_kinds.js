/* What a pasted text is: cells for the place, rows with their names, or a paragraph.
   Knows no document. */

const HAN = /[\u4e00-\u9fff]/;
const FIGURE = /^[+\-−]?[\d０-９][\d０-９,，.．]*\s*(?:[%‰％]|[\u4e00-\u9fff㎡/]{1,4})?$/;
const NAMED = /^(?:指标|指标名称|监测指标|主要指标|指标代码)$/;
const SAYS = /[\u4e00-\u9fff]{3,}[^\d０-９]*[\d０-９]|[\u4e00-\u9fff]{2}[^\n]*[:：]\s*[\d０-９]/;
const SHORTEST = 6; // characters of a paragraph

export const isFigure = (text) => FIGURE.test(text.trim());

const isWords = (text) => HAN.test(text) && !isFigure(text);

/* Whether a line has words before a figure: a name and its value. */
function names(line) {
  const at = line.findIndex(isWords);
  return at >= 0 && line.slice(at + 1).some(isFigure);
}

/* Returns "named", "paragraph" or "cells". `place` says where it is pasted: {figure: into
   a column of figures, width: how many columns there are from there on}. */
export function kindOf(texts, place) {
  const lines = texts.filter((line) => line.some((text) => text.trim()));
  const width = Math.max(0, ...lines.map((line) => line.length));
  if (width < 2) return place.figure && says(lines) ? "paragraph" : "cells";
  if (lines.slice(0, 3).flat().some((text) => NAMED.test(text.trim()))) return "named";
  if (!place.figure && width <= place.width) return "cells";
  const named = lines.filter(names).length;
  return named && named * 2 >= lines.filter((line) => line.some(isFigure)).length ? "named" : "cells";
}

const says = (lines) => lines.some(([text]) => text.trim().length >= SHORTEST && SAYS.test(text));
