/* Words that the server gives with places for values: “{n}个单元格未保存”. */

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/* What stands in brackets is left out where its count is zero: “[无数据{n}项，]”. */
export function counted(text, values) {
  const none = (part) => [...part.matchAll(/\{(\w+)\}/g)].some(([, name]) => values[name] === 0);
  const kept = text.replace(/\[([^\]]*)\]/g, (whole, part) => (none(part) ? "" : part));
  return filled(kept, values);
}
