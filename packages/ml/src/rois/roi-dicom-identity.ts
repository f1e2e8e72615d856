import { createHash } from 'node:crypto';
import { type DicomElement } from './dicom-writer.ts';
import { type Polygon, type RoiShape } from './roi.ts';
import { type RoiImage } from './roi-file.ts';

const WHOLE_SLIDE_IMAGE = '1.2.840.10008.5.1.4.1.1.77.1.6';
/** Of codes that are this portal's own. */
export const SCHEME = '99HAIM';
const UTF8 = 'ISO_IR 192';
const LONGEST = 64;

/** An outline without its holes, or one of its holes: DICOM's polygons have none. */
export interface RingGroup {
  readonly name: string;
  readonly label: string | null;
  readonly rings: readonly Polygon[];
}

/** Each outline with a ring for each region, then its holes, of the class `hole`. */
export function ringGroupsOf(shapes: readonly RoiShape[]): RingGroup[] {
  return shapes.flatMap(({ name, label, regions }): RingGroup[] => [
    { name, label, rings: regions.map(({ outline }) => outline) },
    ...regions
      .flatMap(({ holes }) => holes)
      .map((hole, i) => ({ name: `${name}, hole ${i + 1}`, label: 'hole', rings: [hole] })),
  ]);
}

export interface WrittenInstance {
  readonly sopClass: string;
  readonly instance: string;
  readonly modality: 'ANN' | 'SR';
  /** Of the content. */
  readonly date: Date;
}

/**
 * Patient, study, series, equipment and instance of a file of outlines. It names no patient: study, series and image have
 * identifiers that follow from the hash of the slide's file.
 */
export function withoutPatient(
  image: RoiImage,
  { sopClass, instance, modality, date }: WrittenInstance,
): DicomElement[] {
  const [day = '', time = ''] = date.toISOString().split('T');
  return [
    [0x0008_0005, 'CS', UTF8],
    [0x0008_0016, 'UI', sopClass],
    [0x0008_0018, 'UI', instance],
    [0x0008_0020, 'DA', ''],
    [0x0008_0023, 'DA', day.replaceAll('-', '')],
    [0x0008_0030, 'TM', ''],
    [0x0008_0033, 'TM', time.replace(/[:Z]/g, '')],
    [0x0008_0050, 'SH', ''],
    [0x0008_0060, 'CS', modality],
    [0x0008_0070, 'LO', 'HAIM Portal'],
    [0x0008_0090, 'PN', ''],
    [0x0008_1090, 'LO', 'HAIM Portal'],
    [0x0010_0010, 'PN', ''],
    [0x0010_0020, 'LO', ''],
    [0x0010_0030, 'DA', ''],
    [0x0010_0040, 'CS', ''],
    [0x0018_1000, 'LO', '0'],
    [0x0018_1020, 'LO', '1'],
    [0x0020_000d, 'UI', uidOf(image, 'study')],
    [0x0020_000e, 'UI', uidFrom(`${instance} series`)],
    [0x0020_0010, 'SH', ''],
    [0x0020_0011, 'IS', '1'],
    [0x0020_0013, 'IS', '1'],
  ];
}

/** The slide as an instance that others refer to. */
export const referenceTo = (image: RoiImage): DicomElement[] => [
  [0x0008_1150, 'UI', WHOLE_SLIDE_IMAGE],
  [0x0008_1155, 'UI', uidOf(image, 'image')],
];

/** The code of a class: the same for the same class, in any language, of at most 16 characters of the basic set. */
export function codeOfClass(label: string): DicomElement[] {
  return codeItem(createHash('sha256').update(label).digest('hex').slice(0, 16), SCHEME, label);
}

export function codeItem(value: string, scheme: string, meaning: string): DicomElement[] {
  return [
    ...characterSetFor(meaning),
    [0x0008_0100, 'SH', value],
    [0x0008_0102, 'SH', scheme],
    [0x0008_0104, 'LO', longString(meaning)],
  ];
}

/**
 * The character set of an item whose text needs one. By the standard an item has that of the file; dcmjs 0.52.2 reads it
 * as Latin 1 unless the item says so itself (`findings/dcmjs-garbles-names-in-reports.sh`).
 */
export function characterSetFor(text: string): DicomElement[] {
  return /^[ -~]*$/.test(text) ? [] : [[0x0008_0005, 'CS', UTF8]];
}

/** A value of the type LO: at most 64 characters, and no backslash, which would make two values of it. */
export function longString(text: string): string {
  const allowed = text.replaceAll('\\', '/').replace(/\p{Cc}/gu, ' ');
  return [...allowed].slice(0, LONGEST).join('');
}

/** The identifier of what belongs to a slide. */
export const uidOf = ({ sha256 }: RoiImage, part: 'study' | 'series' | 'image' | 'specimen'): string =>
  uidFrom(`${sha256} ${part}`);

/** An identifier that follows from a text. Source: DICOM PS3.5, B.2 (UUID-derived). */
export function uidFrom(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${digest}`)}`;
}
