import { defineCodes } from '../form.ts';

export const attribution = defineCodes({
  source: 'CDISC AEREL, five levels',
  codes: [
    { code: 'unrelated', label: { en: 'Unrelated', zh: '无关' } },
    { code: 'unlikely', label: { en: 'Unlikely', zh: '可能无关' } },
    { code: 'possible', label: { en: 'Possible', zh: '可能有关' } },
    { code: 'probable', label: { en: 'Probable', zh: '很可能有关' } },
    { code: 'definite', label: { en: 'Definite', zh: '肯定有关' } },
  ],
});
