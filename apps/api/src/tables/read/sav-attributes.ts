/** What is said of each variable beside its label (record 7, 18): by variable, by name. */
export type Attributes = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Reads `variable:name('value'\n'value'\n)name('value'\n)/variable:…`, in which a quotation mark is written twice. */
export function readAttributes(text: string): Attributes {
  const found = new Map<string, Map<string, string[]>>();
  let at = 0;
  const until = (mark: string): string | null => {
    const end = text.indexOf(mark, at);
    if (end < 0) return null;
    const taken = text.slice(at, end);
    at = end + mark.length;
    return taken;
  };
  while (at < text.length) {
    const variable = until(':');
    if (variable === null) return found;
    const of = new Map<string, string[]>();
    found.set(variable.trim(), of);
    while (at < text.length && text[at] !== '/') {
      const name = until('(');
      if (name === null) return found;
      const values: string[] = [];
      for (let value = quoted(text, at); value !== null; value = quoted(text, at)) {
        values.push(value.text);
        at = value.end;
        if (text[at] === '\n') at += 1;
      }
      of.set(name.trim(), values);
      if (text[at] === ')') at += 1;
      else return found;
    }
    at += 1;
  }
  return found;
}

function quoted(text: string, from: number): { readonly text: string; readonly end: number } | null {
  if (text[from] !== "'") return null;
  let end = from + 1;
  while (end < text.length) {
    if (text[end] !== "'") end += 1;
    else if (text[end + 1] === "'") end += 2;
    else break;
  }
  return { text: text.slice(from + 1, end).replaceAll("''", "'"), end: end + 1 };
}
