/* Words that the server gives with places for values: “{n}格未保存”. */

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
