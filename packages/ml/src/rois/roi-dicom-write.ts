import { createHash } from 'node:crypto';
import { type DicomElement, dicomFile } from './dicom-writer.ts';
import { type Polygon, type RoiShape } from './roi.ts';
import { type RoiImage } from './roi-file.ts';

const ANNOTATIONS = '1.2.840.10008.5.1.4.1.1.91.1';
const WHOLE_SLIDE_IMAGE = '1.2.840.10008.5.1.4.1.1.77.1.6';
const SCHEME = '99HAIM';
const LONGEST_LABEL = 64;

interface Group {
  readonly name: string;
  readonly label: string;
  readonly rings: readonly Polygon[];
}

/**
 * Outlines as DICOM Microscopy Bulk Simple Annotations: a group for each outline, with a polygon for each region, named by
 * its label and typed by its class; holes are groups of the class `hole`. Positions are pixels of the total pixel matrix
 * of full resolution, of 64 bits. The file names no patient: study, series and image have identifiers that follow from
 * the hash of the slide's file.
 *
 * @param date - of the content.
 *
 * Source: DICOM PS3.3, A.87 and C.37.1.
 */
export function writeDicomRois(shapes: readonly RoiShape[], image: RoiImage, date: Date): Buffer {
  const groups = shapes.flatMap(({ name, label, regions }): Group[] => [
    { name, label: label ?? 'Outline', rings: regions.map(({ outline }) => outline) },
    ...regions
      .flatMap(({ holes }) => holes)
      .map((hole, i) => ({ name: `${name}, hole ${i + 1}`, label: 'hole', rings: [hole] })),
  ]);
  const uidOf = (part: string): string => uidFrom(`${image.sha256} ${part}`);
  const instance = uidFrom(`${image.sha256} ${date.toISOString()} ${JSON.stringify(groups)}`);
  const [day = '', time = ''] = date.toISOString().split('T');
  const [dicomDay, dicomTime] = [day.replaceAll('-', ''), time.replace(/[:Z]/g, '')];
  const slide: DicomElement[] = [
    [0x0008_1150, 'UI', WHOLE_SLIDE_IMAGE],
    [0x0008_1155, 'UI', uidOf('image')],
  ];
  return dicomFile(ANNOTATIONS, instance, [
    [0x0008_0005, 'CS', 'ISO_IR 192'],
    [0x0008_0016, 'UI', ANNOTATIONS],
    [0x0008_0018, 'UI', instance],
    [0x0008_0020, 'DA', ''],
    [0x0008_0023, 'DA', dicomDay],
    [0x0008_0030, 'TM', ''],
    [0x0008_0033, 'TM', dicomTime],
    [0x0008_0050, 'SH', ''],
    [0x0008_0060, 'CS', 'ANN'],
    [0x0008_0070, 'LO', 'HAIM Portal'],
    [0x0008_0090, 'PN', ''],
    [0x0008_1090, 'LO', 'HAIM Portal'],
    [
      0x0008_1115,
      'SQ',
      [
        [
          [0x0008_114a, 'SQ', [slide]],
          [0x0020_000e, 'UI', uidOf('series')],
        ],
      ],
    ],
    [0x0008_1140, 'SQ', [slide]],
    [0x0010_0010, 'PN', ''],
    [0x0010_0020, 'LO', ''],
    [0x0010_0030, 'DA', ''],
    [0x0010_0040, 'CS', ''],
    [0x0018_1000, 'LO', '0'],
    [0x0018_1020, 'LO', '1'],
    [0x0020_000d, 'UI', uidOf('study')],
    [0x0020_000e, 'UI', uidFrom(`${instance} series`)],
    [0x0020_0010, 'SH', ''],
    [0x0020_0011, 'IS', '1'],
    [0x0020_0013, 'IS', '1'],
    [0x0048_0301, 'CS', 'VOLUME'],
    [0x006a_0001, 'CS', '2D'],
    [0x006a_0002, 'SQ', groups.map((group, i) => groupItem(group, i, uidFrom(`${instance} ${i}`)))],
    [0x0070_0080, 'CS', 'OUTLINES'],
    [0x0070_0081, 'LO', ''],
    [0x0070_0084, 'PN', ''],
  ]);
}

function groupItem({ name, label, rings }: Group, index: number, uid: string): DicomElement[] {
  const values = rings.flatMap((ring) => ring.flatMap(({ x, y }) => [x, y]));
  const coordinates = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => coordinates.writeDoubleLE(value, i * 8));
  const starts = Buffer.alloc(rings.length * 4);
  let start = 1;
  rings.forEach((ring, i) => {
    starts.writeUInt32LE(start, i * 4);
    start += ring.length * 2;
  });
  return [
    [0x0040_a180, 'US', index + 1],
    [0x0066_0022, 'OD', coordinates],
    [0x0066_0040, 'OL', starts],
    [0x006a_0003, 'UI', uid],
    [0x006a_0005, 'LO', name.slice(0, LONGEST_LABEL)],
    [0x006a_0007, 'CS', 'MANUAL'],
    [0x006a_0009, 'SQ', [code('REGION', 'Region of interest')]],
    [0x006a_000a, 'SQ', [code(codeValueOf(label), label)]],
    [0x006a_000c, 'UL', rings.length],
    [0x006a_000d, 'CS', 'YES'],
    [0x0070_0023, 'CS', 'POLYGON'],
  ];
}

function code(value: string, meaning: string): DicomElement[] {
  return [
    [0x0008_0100, 'SH', value],
    [0x0008_0102, 'SH', SCHEME],
    [0x0008_0104, 'LO', meaning.slice(0, LONGEST_LABEL)],
  ];
}

/** The same for the same class, in any language: a code has at most 16 characters of the basic set. */
function codeValueOf(label: string): string {
  return createHash('sha256').update(label).digest('hex').slice(0, 16);
}

/** An identifier that follows from a text. Source: DICOM PS3.5, B.2 (UUID-derived). */
function uidFrom(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${digest}`)}`;
}
