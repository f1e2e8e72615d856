/** A value of an element, or the items of a sequence. */
export type DicomElement =
  | readonly [tag: number, vr: 'AE' | 'CS' | 'DA' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI' | 'UT' | 'IS', value: string]
  | readonly [tag: number, vr: 'US' | 'UL', value: number]
  | readonly [tag: number, vr: 'FL' | 'OB' | 'OD' | 'OL', value: Buffer]
  | readonly [tag: number, vr: 'SQ', items: readonly (readonly DicomElement[])[]];

/** Whether value representations are written: without them, every length has 32 bits. */
type Syntax = 'explicit' | 'implicit';

const PREAMBLE_BYTES = 128;
const syntaxes: Readonly<Record<Syntax, string>> = {
  explicit: '1.2.840.10008.1.2.1',
  implicit: '1.2.840.10008.1.2',
};
/** Of this portal; the part after 2.25 is a random UUID. */
const IMPLEMENTATION = '2.25.220837453118642178406529914038570619833';
const withLongLength: ReadonlySet<string> = new Set(['OB', 'OD', 'OL', 'SQ', 'UT']);

/**
 * A little-endian DICOM file.
 *
 * @param elements - in any order, without those of the file itself (group 0002).
 *
 * Source: DICOM PS3.5, 7.1 and A.1; PS3.10, 7.1.
 */
export function dicomFile(
  sopClass: string,
  instance: string,
  elements: readonly DicomElement[],
  syntax: Syntax = 'explicit',
): Buffer {
  const meta = dataSet(
    [
      [0x0002_0001, 'OB', Buffer.from([0, 1])],
      [0x0002_0002, 'UI', sopClass],
      [0x0002_0003, 'UI', instance],
      [0x0002_0010, 'UI', syntaxes[syntax]],
      [0x0002_0012, 'UI', IMPLEMENTATION],
      [0x0002_0013, 'SH', 'HAIM_PORTAL'],
    ],
    'explicit',
  );
  return Buffer.concat([
    Buffer.alloc(PREAMBLE_BYTES),
    Buffer.from('DICM'),
    element([0x0002_0000, 'UL', meta.length], 'explicit'),
    meta,
    dataSet(elements, syntax),
  ]);
}

function dataSet(elements: readonly DicomElement[], syntax: Syntax): Buffer {
  return Buffer.concat(elements.toSorted(([one], [other]) => one - other).map((one) => element(one, syntax)));
}

function element(one: DicomElement, syntax: Syntax): Buffer {
  const [tag, vr] = one;
  const value = valueOf(one, syntax);
  const isLong = syntax === 'explicit' && withLongLength.has(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  if (syntax === 'implicit') {
    head.writeUInt32LE(value.length, 4);
    return Buffer.concat([head, value]);
  }
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

function valueOf([, vr, value]: DicomElement, syntax: Syntax): Buffer {
  if (Buffer.isBuffer(value)) return even(value, 0);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(vr === 'US' ? 2 : 4);
    bytes.writeUIntLE(value, 0, bytes.length);
    return bytes;
  }
  if (typeof value === 'string') return even(Buffer.from(value, 'utf8'), vr === 'UI' ? 0 : 0x20);
  return Buffer.concat(value.map((one) => item(one, syntax)));
}

function item(elements: readonly DicomElement[], syntax: Syntax): Buffer {
  const content = dataSet(elements, syntax);
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
