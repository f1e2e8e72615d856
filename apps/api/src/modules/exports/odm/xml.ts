/** Text within an element or attribute of XML; what XML has no place for is left out, as nobody can read it. */
export function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, '');
}

/** An opening tag, closed at once where nothing follows. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  content?: string,
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === null ? '' : ` ${key}="${xml(String(value))}"`))
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A label in both languages. */
export function translated({ en, zh }: { readonly en: string; readonly zh: string }): string {
  return `${tag('TranslatedText', { 'xml:lang': 'en' }, xml(en))}${tag('TranslatedText', { 'xml:lang': 'zh' }, xml(zh))}`;
}
