/** A value of an element, or the items of a sequence; in ascending order of their tags. */
export type DicomElement =
  | readonly [tag: number, vr: 'AE' | 'CS' | 'DA' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI' | 'UT' | 'IS', value: string]
  | readonly [tag: number, vr: 'US' | 'UL', value: number]
  | readonly [tag: number, vr: 'OB' | 'OD' | 'OL', value: Buffer]
  | readonly [tag: number, vr: 'SQ', items: readonly (readonly DicomElement[])[]];

const PREAMBLE_BYTES = 128;
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Of this portal; the part after 2.25 is a random UUID. */
const IMPLEMENTATION = '2.25.220837453118642178406529914038570619833';
const withLongLength: ReadonlySet<string> = new Set(['OB', 'OD', 'OL', 'SQ', 'UT']);

/**
 * A DICOM file with explicit value representations, little-endian.
 *
 * @param elements - without those of the file itself (group 0002).
 *
 * Source: DICOM PS3.5, 7.1; PS3.10, 7.1.
 */
export function dicomFile(sopClass: string, instance: string, elements: readonly DicomElement[]): Buffer {
  const meta = dataSet([
    [0x0002_0001, 'OB', Buffer.from([0, 1])],
    [0x0002_0002, 'UI', sopClass],
    [0x0002_0003, 'UI', instance],
    [0x0002_0010, 'UI', EXPLICIT_LITTLE_ENDIAN],
    [0x0002_0012, 'UI', IMPLEMENTATION],
    [0x0002_0013, 'SH', 'HAIM_PORTAL'],
  ]);
  return Buffer.concat([
    Buffer.alloc(PREAMBLE_BYTES),
    Buffer.from('DICM'),
    element([0x0002_0000, 'UL', meta.length]),
    meta,
    dataSet(elements),
  ]);
}

function dataSet(elements: readonly DicomElement[]): Buffer {
  return Buffer.concat(elements.map(element));
}

function element(one: DicomElement): Buffer {
  const [tag, vr] = one;
  const value = valueOf(one);
  const isLong = withLongLength.has(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

function valueOf([, vr, value]: DicomElement): Buffer {
  if (Buffer.isBuffer(value)) return even(value, 0);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(vr === 'US' ? 2 : 4);
    bytes.writeUIntLE(value, 0, bytes.length);
    return bytes;
  }
  if (typeof value === 'string') return even(Buffer.from(value, 'utf8'), vr === 'UI' ? 0 : 0x20);
  return Buffer.concat(value.map(item));
}

function item(elements: readonly DicomElement[]): Buffer {
  const content = dataSet(elements);
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(0xe000, 2);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/** Values have an even length. */
function even(bytes: Buffer, padding: number): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([padding])]);
}
