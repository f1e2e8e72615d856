import { statement } from '@haim/schema';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { RoiError } from './roi-error.ts';

/** An element as read: attributes and children by name, every value still text. */
export type XmlElement = Readonly<Record<string, unknown>>;

const deepest = 12;

/**
 * Reads XML without expanding anything: document types and custom entities are refused.
 *
 * @param lists - names of elements that may occur more than once.
 * @throws RoiError NOT_AN_ROI_FILE with a document type; MALFORMED for anything that is not XML.
 */
export function readXml(text: string, lists: readonly string[]): XmlElement {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new RoiError('NOT_AN_ROI_FILE', 'file', statement('xmlDeclaresEntities'));
  }
  try {
    const verdict = XMLValidator.validate(text);
    if (verdict !== true) {
      throw new RoiError('MALFORMED', `line ${verdict.err.line}`, statement('xmlCutOff'));
    }
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: false,
      parseTagValue: false,
      processEntities: false,
      maxNestedTags: deepest,
      removeNSPrefix: true,
      isArray: (name) => lists.includes(name),
    });
    return parser.parse(text) as XmlElement;
  } catch (error) {
    if (error instanceof RoiError) throw error;
    throw new RoiError('MALFORMED', 'file', statement('xmlUnreadable'));
  }
}

/** The child with a name; empty if it is absent or has no elements. */
export function childOf(element: XmlElement, name: string): XmlElement {
  const child = element[name];
  return isElement(child) ? child : {};
}

/** The children with a name that was passed to `readXml` in `lists`. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  const children = element[name];
  return Array.isArray(children) ? children.map((one: unknown) => (isElement(one) ? one : {})) : [];
}

/** An attribute's text with the five entities of XML itself and characters by number; null if absent or empty. */
export function textOf(element: XmlElement, name: string): string | null {
  const value = element[name];
  if (typeof value !== 'string') return null;
  const text = value.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, named) => {
      if (typeof named === 'string') return predefined[named.toLowerCase()] ?? whole;
      const code = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
  return text.trim() === '' ? null : text.trim();
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * A coordinate as programs write it: with a decimal point or, in some exporters, a comma.
 *
 * @throws RoiError NOT_A_NUMBER naming the element.
 */
export function numberOf(element: XmlElement, name: string, where: string): number {
  const value = element[name];
  const text = typeof value === 'string' ? value.trim() : '';
  const number = /^[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d{1,3})?$/i.test(text)
    ? Number(text.replace(',', '.'))
    : NaN;
  if (!Number.isFinite(number)) {
    const said =
      text === ''
        ? statement('coordinateMissing', { name })
        : statement('coordinateNotANumber', { name, given: text.slice(0, 40) });
    throw new RoiError('NOT_A_NUMBER', where, said);
  }
  return number;
}

/** Text for an attribute between double quotes. Characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  return (
    text
      // oxlint-disable-next-line eslint/no-control-regex -- XML 1.0 knows none of these, not even by number
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/[\t\n\r]/g, ' ')
  );
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
