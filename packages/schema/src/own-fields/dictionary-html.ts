/** The tags by which REDCap's editor formats labels; what else is between angle brackets is text ("size <5 cm"). */
const tags =
  'a|b|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|label|li|ol|p|pre|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul';
const tag = new RegExp(`</?(?:${tags})(?:\\s[^<>]*)?/?>`, 'gi');
const block = /<(?:br|hr|\/(?:div|h[1-6]|li|p|td|th|tr))\b[^<>]*>/gi;

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
  ...{ ge: '≥', le: '≤', times: '×', plusmn: '±', deg: '°', micro: 'µ', ndash: '–', mdash: '—' },
};
const entity = new RegExp(`&(?:(${Object.keys(entities).join('|')})|#(\\d{1,6}));`, 'gi');

/** The text of a label that REDCap would show as HTML: without tags, with entities as characters, on one line. */
export function plainOf(html: string): string {
  const text = html
    .replaceAll(block, ' ')
    .replaceAll(tag, '')
    .replaceAll(entity, (whole, name?: string, point?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const code = Number(point);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  return text === html ? html : text.replaceAll(/\s+/g, ' ').trim();
}
