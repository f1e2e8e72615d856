import { type Form, isExtensible, labUnit, mrecistResponse } from '@haim/schema';
import { numberedCodes, tableColumn } from '../../tables/index.ts';

/** Whether its table has the columns `own` and `missing`. */
export function isExtensibleForm({ name }: Form): boolean {
  return isExtensible(name);
}

/** Whether a text is a name of a standard; each text is looked up once. */
export function named(nameOf: (text: string) => string | null): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let is = known.get(text);
    if (is === undefined) {
      is = nameOf(text) !== null;
      if (known.size < 10_000) known.set(text, is);
    }
    return is;
  };
}

export const derivedColumns = {
  response: tableColumn({
    name: 'derived_response',
    label: { en: 'Response derived from the sums (mRECIST)', zh: '由径线总和推导的疗效（mRECIST）' },
    type: 'code',
    codes: numberedCodes(mrecistResponse.codes),
    standard: mrecistResponse.source,
    origin: 'derived',
  }),
  standardValue: tableColumn({
    name: 'standard_value',
    label: { en: 'Value in the standard unit', zh: '标准单位结果' },
    type: 'decimal',
    cdisc: 'LBSTRESN',
    origin: 'derived',
  }),
  standardUnit: tableColumn({
    name: 'standard_unit',
    label: { en: 'Standard unit', zh: '标准单位' },
    type: 'code',
    codes: numberedCodes(labUnit.codes),
    standard: labUnit.source,
    cdisc: 'LBSTRESU',
    origin: 'derived',
  }),
} as const;
