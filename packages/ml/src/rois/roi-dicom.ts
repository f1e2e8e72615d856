import { statement } from '@haim/schema';
import dicomParser, { type DataSet } from 'dicom-parser';
import { annotationsOf } from './roi-dicom-annotations.ts';
import { type DicomOutline } from './roi-dicom-parts.ts';
import { regionsOfReport } from './roi-dicom-report.ts';
import { giveHoles, isHoleName } from './roi-holes.ts';
import { type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { type ReadRois } from './roi-file.ts';

/** Of a file of outlines: bulk annotations, and the structured reports that hold measurements of regions. */
const ANNOTATIONS = '1.2.840.10008.5.1.4.1.1.91.1';
const reports: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.88.11',
  '1.2.840.10008.5.1.4.1.1.88.22',
  '1.2.840.10008.5.1.4.1.1.88.33',
  '1.2.840.10008.5.1.4.1.1.88.34',
]);

/** Whether bytes begin as a DICOM file. */
export function isDicomFile(bytes: Buffer): boolean {
  return bytes.toString('latin1', 128, 132) === 'DICM';
}

/**
 * Outlines of a DICOM file: Microscopy Bulk Simple Annotations, or the regions of a structured report, in pixels of the
 * total pixel matrix. Every polygon, rectangle and ellipse is an outline, labelled by its group or its finding; those of
 * a group named for holes, such as `hole` or `exclude`, are holes of the smallest outline that contains all of them.
 *
 * @throws RoiError NOT_AN_ROI_FILE, MALFORMED.
 *
 * Source: DICOM PS3.3, C.37.1 (annotations), C.17.3 and C.18.6 (reports, spatial coordinates).
 */
export function readDicomRois(bytes: Buffer): ReadRois {
  const data = parsed(bytes);
  const sopClass = data.string('x00080016') ?? '';
  if (sopClass !== ANNOTATIONS && !reports.has(sopClass)) {
    const given = sopClass.replace(/[^\d.]/g, '').slice(0, 64);
    throw new RoiError('NOT_AN_ROI_FILE', 'SOP Class UID', statement('dicomOfOtherClass', { given }));
  }
  const { outlines, errors } = sopClass === ANNOTATIONS ? annotationsOf(data) : regionsOfReport(data);
  const isHole = ({ label }: DicomOutline): boolean => label !== null && isHoleName(label);
  const kept = outlines.filter((one) => !isHole(one));
  const given = giveHoles(kept, outlines.filter(isHole));
  const shapes = kept.map(({ name, label, ring }, i): RoiShape => ({
    name,
    label,
    regions: [{ outline: ring, holes: given.holesOf[i] ?? [] }],
  }));
  return { format: 'dicom', shapes, notes: kept.map(({ notes }) => notes), errors: [...errors, ...given.errors] };
}

function parsed(bytes: Buffer): DataSet {
  try {
    return dicomParser.parseDicom(bytes);
  } catch {
    // The library throws texts and objects.
    throw new RoiError('MALFORMED', 'file', statement('dicomCutOff'));
  }
}
