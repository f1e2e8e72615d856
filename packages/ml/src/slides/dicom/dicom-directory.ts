import { SlideError } from '../../errors.ts';
import { type DicomHeader } from './dicom-header.ts';

const DIRECTORY = '1.2.840.10008.1.3.10';
const WHOLE_SLIDE_IMAGE = '1.2.840.10008.5.1.4.1.1.77.1.6';

/**
 * A DICOMDIR lists the instances that were exported together: one of a slide that is not there was lost on the way.
 *
 * @param header - of any DICOM file; others than a DICOMDIR are left alone.
 * @param present - SOP Instance UIDs of the slide's instances.
 * @throws SlideError TRUNCATED naming the first that is missing, by its UID.
 *
 * Source: DICOM PS3.3, F.3.
 */
export function refuseMissingOfDirectory({ data, pixels }: DicomHeader, present: ReadonlySet<string>): void {
  if (pixels !== null || data.string('x00020002') !== DIRECTORY) return;
  const listed = (data.elements['x00041220']?.items ?? []).flatMap(({ dataSet }) => {
    const uid = dataSet?.string('x00041511')?.replace(/[^\d.]/g, '');
    return uid && dataSet?.string('x00041510') === WHOLE_SLIDE_IMAGE ? [uid] : [];
  });
  const missing = listed.filter((uid) => !present.has(uid));
  const [first] = missing;
  if (first === undefined) return;
  throw new SlideError(
    'TRUNCATED',
    `The DICOMDIR lists ${listed.length} instances of a slide, and ${missing.length} of them ${missing.length === 1 ? 'is' : 'are'} missing: instance ${first}${missing.length > 1 ? ' and others' : ''}. Send all of them.`,
  );
}
