import { type DicomElement, dicomFile } from './dicom-writer.ts';
import {
  characterSetFor,
  codeItem,
  codeOfClass,
  longString,
  referenceTo,
  ringGroupsOf,
  SCHEME,
  uidFrom,
  uidOf,
  withoutPatient,
} from './roi-dicom-identity.ts';
import { type Polygon, type RoiShape } from './roi.ts';
import { type RoiImage } from './roi-file.ts';

const ANNOTATIONS = '1.2.840.10008.5.1.4.1.1.91.1';

interface Group {
  readonly name: string;
  readonly label: string;
  readonly rings: readonly Polygon[];
}

/**
 * Outlines as DICOM Microscopy Bulk Simple Annotations: a group for each outline, with a polygon for each region, named by
 * its label and typed by its class; holes are groups of the class `hole`. Positions are pixels of the total pixel matrix
 * of full resolution, of 64 bits.
 *
 * @param date - of the content.
 *
 * Source: DICOM PS3.3, A.87 and C.37.1.
 */
export function writeDicomRois(shapes: readonly RoiShape[], image: RoiImage, date: Date): Buffer {
  const groups = ringGroupsOf(shapes).map(({ name, label, rings }): Group => ({
    name,
    label: label ?? 'Outline',
    rings,
  }));
  const instance = uidFrom(`${image.sha256} ${date.toISOString()} ${JSON.stringify(groups)}`);
  const slide = referenceTo(image);
  return dicomFile(ANNOTATIONS, instance, [
    ...withoutPatient(image, { sopClass: ANNOTATIONS, instance, modality: 'ANN', date }),
    [
      0x0008_1115,
      'SQ',
      [
        [
          [0x0008_114a, 'SQ', [slide]],
          [0x0020_000e, 'UI', uidOf(image, 'series')],
        ],
      ],
    ],
    [0x0008_1140, 'SQ', [slide]],
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
    ...characterSetFor(name),
    [0x0040_a180, 'US', index + 1],
    [0x0066_0022, 'OD', coordinates],
    [0x0066_0040, 'OL', starts],
    [0x006a_0003, 'UI', uid],
    [0x006a_0005, 'LO', longString(name)],
    [0x006a_0007, 'CS', 'MANUAL'],
    [0x006a_0009, 'SQ', [codeItem('REGION', SCHEME, 'Region of interest')]],
    [0x006a_000a, 'SQ', [codeOfClass(label)]],
    [0x006a_000c, 'UL', rings.length],
    [0x006a_000d, 'CS', 'YES'],
    [0x0070_0023, 'CS', 'POLYGON'],
  ];
}
