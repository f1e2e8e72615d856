import { type Statement } from '@haim/schema';
import { type DataSet } from 'dicom-parser';
import { type RoiError } from './roi-error.ts';
import { type NamedRing } from './roi-holes.ts';

/** An outline as it is in a DICOM file. */
export interface DicomOutline extends NamedRing {
  readonly name: string;
  readonly label: string | null;
  readonly notes: readonly Statement[];
}

export interface DicomOutlines {
  readonly outlines: readonly DicomOutline[];
  readonly errors: readonly RoiError[];
}

/** The data sets of a sequence. */
export const itemsOf = (data: DataSet | undefined, tag: string): DataSet[] =>
  (data?.elements[tag]?.items ?? []).flatMap(({ dataSet }) => (dataSet ? [dataSet] : []));

/** A text as DICOM stores it: UTF-8 where the file says so, otherwise byte by byte. */
export function textIn(data: DataSet, tag: string, isUtf8: boolean): string | null {
  const element = data.elements[tag];
  if (!element || element.length === 0) return null;
  const { buffer, byteOffset } = data.byteArray;
  const bytes = Buffer.from(buffer, byteOffset + element.dataOffset, element.length);
  const text = bytes.toString(isUtf8 ? 'utf8' : 'latin1').replace(/[\0 ]+$/, '').trim(); // prettier-ignore
  return text === '' ? null : text.slice(0, 200);
}

/** Specific Character Set of UTF-8. */
export const isUtf8 = (data: DataSet): boolean => data.string('x00080005') === 'ISO_IR 192';
