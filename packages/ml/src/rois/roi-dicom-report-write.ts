import { type DicomElement, dicomFile } from './dicom-writer.ts';
import {
  characterSetFor,
  codeItem,
  codeOfClass,
  referenceTo,
  ringGroupsOf,
  uidFrom,
  uidOf,
  withoutPatient,
} from './roi-dicom-identity.ts';
import { type Polygon, type RoiShape } from './roi.ts';
import { type RoiImage } from './roi-file.ts';

const COMPREHENSIVE_SR = '1.2.840.10008.5.1.4.1.1.88.33';

type Code = readonly [value: string, scheme: string, meaning: string];

const codes = {
  report: ['126000', 'DCM', 'Imaging Measurement Report'],
  measurements: ['126010', 'DCM', 'Imaging Measurements'],
  group: ['125007', 'DCM', 'Measurement Group'],
  language: ['121049', 'DCM', 'Language of Content Item and Descendants'],
  english: ['en', 'RFC5646', 'English'],
  observerType: ['121005', 'DCM', 'Observer Type'],
  person: ['121006', 'DCM', 'Person'],
  observerName: ['121008', 'DCM', 'Person Observer Name'],
  subjectClass: ['121024', 'DCM', 'Subject Class'],
  specimen: ['121027', 'DCM', 'Specimen'],
  specimenUid: ['121039', 'DCM', 'Specimen UID'],
  procedure: ['121058', 'DCM', 'Procedure reported'],
  slideImaging: ['112703', 'DCM', 'Whole Slide Imaging'],
  tracking: ['112039', 'DCM', 'Tracking Identifier'],
  trackingUid: ['112040', 'DCM', 'Tracking Unique Identifier'],
  finding: ['121071', 'DCM', 'Finding'],
  region: ['111030', 'DCM', 'Image Region'],
  source: ['260753009', 'SCT', 'Source'],
} as const satisfies Readonly<Record<string, Code>>;

/**
 * Outlines as a DICOM Comprehensive SR, a Measurement Report (TID 1500): a measurement group of a planar region (TID 1410)
 * for each region of each outline, named by the tracking identifier, with its class as the finding; holes are groups of
 * the finding `hole`. A ring is a closed polyline in pixels of the total pixel matrix of full resolution, of 32 bits, the
 * only size that coordinates of a report have. Regions in millimetres (SCOORD3D) would need the place of the scan on the
 * glass, of which the portal does not know.
 *
 * @param date - of the content.
 *
 * Source: DICOM PS3.3, A.35.3 and C.18.6; PS3.16, TID 1500 and 1410.
 */
export function writeDicomReport(shapes: readonly RoiShape[], image: RoiImage, date: Date): Buffer {
  const rings = ringGroupsOf(shapes).flatMap(({ name, label, rings: all }) =>
    all.map((ring, i) => ({ name: all.length === 1 ? name : `${name} (${i + 1})`, label, ring })),
  );
  const instance = uidFrom(`${image.sha256} report ${date.toISOString()} ${JSON.stringify(rings)}`);
  const groups = rings.map(({ name, label, ring }, i) =>
    content(
      'CONTAINS',
      'CONTAINER',
      codes.group,
      container('1410', [
        content('HAS OBS CONTEXT', 'TEXT', codes.tracking, [
          ...characterSetFor(name),
          [0x0040_a160, 'UT', name.replace(/\p{Cc}/gu, ' ')],
        ]),
        content('HAS OBS CONTEXT', 'UIDREF', codes.trackingUid, [[0x0040_a124, 'UI', uidFrom(`${instance} ${i}`)]]),
        ...(label === null ? [] : [coded('CONTAINS', codes.finding, codeOfClass(label))]),
        region(ring, image),
      ]),
    ),
  );
  const elements: DicomElement[] = [
    ...withoutPatient(image, { sopClass: COMPREHENSIVE_SR, instance, modality: 'SR', date }),
    [0x0008_1111, 'SQ', []],
    [0x0040_a040, 'CS', 'CONTAINER'],
    [0x0040_a043, 'SQ', [codeItem(...codes.report)]],
    [0x0040_a372, 'SQ', []],
    [0x0040_a375, 'SQ', [evidence(image)]],
    [0x0040_a491, 'CS', 'COMPLETE'],
    [0x0040_a493, 'CS', 'UNVERIFIED'],
    ...container('1500', [
      coded('HAS CONCEPT MOD', codes.language, codeItem(...codes.english)),
      // Whoever drew is not named; a type of observer and a name are required.
      coded('HAS OBS CONTEXT', codes.observerType, codeItem(...codes.person)),
      content('HAS OBS CONTEXT', 'PNAME', codes.observerName, [[0x0040_a123, 'PN', 'Anonymous']]),
      coded('HAS OBS CONTEXT', codes.subjectClass, codeItem(...codes.specimen)),
      content('HAS OBS CONTEXT', 'UIDREF', codes.specimenUid, [[0x0040_a124, 'UI', uidOf(image, 'specimen')]]),
      coded('HAS CONCEPT MOD', codes.procedure, codeItem(...codes.slideImaging)),
      content('CONTAINS', 'CONTAINER', codes.measurements, container(null, groups)),
    ]),
  ];
  // With value representations, a polyline has at most 8,191 corners: its length has 16 bits.
  return dicomFile(COMPREHENSIVE_SR, instance, elements, 'implicit');
}

function region(ring: Polygon, image: RoiImage): DicomElement[] {
  const [first] = ring;
  const last = ring.at(-1);
  const isClosed = first?.x === last?.x && first?.y === last?.y;
  const corners = isClosed || !first ? ring : [...ring, first];
  const coordinates = Buffer.alloc(corners.length * 8);
  corners.forEach(({ x, y }, i) => {
    coordinates.writeFloatLE(x, i * 8);
    coordinates.writeFloatLE(y, i * 8 + 4);
  });
  const source = content('SELECTED FROM', 'IMAGE', codes.source, [[0x0008_1199, 'SQ', [referenceTo(image)]]]);
  return content('CONTAINS', 'SCOORD', codes.region, [
    [0x0040_a730, 'SQ', [source]],
    [0x0048_0301, 'CS', 'VOLUME'],
    [0x0070_0022, 'FL', coordinates],
    [0x0070_0023, 'CS', 'POLYLINE'],
  ]);
}

/** The instances that the report is about. */
function evidence(image: RoiImage): DicomElement[] {
  const series: DicomElement[] = [
    [0x0008_1199, 'SQ', [referenceTo(image)]],
    [0x0020_000e, 'UI', uidOf(image, 'series')],
  ];
  return [
    [0x0008_1115, 'SQ', [series]],
    [0x0020_000d, 'UI', uidOf(image, 'study')],
  ];
}

function container(template: string | null, items: readonly DicomElement[][]): DicomElement[] {
  const mapping: DicomElement[] = [
    [0x0008_0105, 'CS', 'DCMR'],
    [0x0040_db00, 'CS', template ?? ''],
  ];
  return [
    [0x0040_a050, 'CS', 'SEPARATE'],
    ...(template === null ? [] : [[0x0040_a504, 'SQ', [mapping]] as const]),
    ...(items.length === 0 ? [] : [[0x0040_a730, 'SQ', items] as const]),
  ];
}

function coded(relation: string, concept: Code, value: readonly DicomElement[]): DicomElement[] {
  return content(relation, 'CODE', concept, [[0x0040_a168, 'SQ', [value]]]);
}

function content(relation: string, type: string, concept: Code, value: readonly DicomElement[]): DicomElement[] {
  return [
    [0x0040_a010, 'CS', relation],
    [0x0040_a040, 'CS', type],
    [0x0040_a043, 'SQ', [codeItem(...concept)]],
    ...value,
  ];
}
