import { defineCodes } from '../form.ts';

/** What the criteria of a study make of a patient, or somebody decided; nothing where the study states no criteria. */
export const eligibilityState = defineCodes({
  source: 'Criteria of the study',
  codes: [
    { code: 'eligible', label: { en: 'Eligible', zh: '符合入排标准' } },
    { code: 'ineligible', label: { en: 'Not eligible', zh: '不符合入排标准' } },
    { code: 'unknown', label: { en: 'Not yet known', zh: '尚不明确' } },
  ],
});
export type EligibilityState = (typeof eligibilityState)['codes'][number]['code'];
