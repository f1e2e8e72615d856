import { defineCodes } from '../form.ts';

export const ctcaeVersion = defineCodes({
  source: 'NCI CTCAE',
  codes: [
    { code: '5.0', label: { en: 'CTCAE 5.0', zh: 'CTCAE 5.0' }, also: ['5', 'v5.0', 'v5'] },
    { code: '4.03', label: { en: 'CTCAE 4.03', zh: 'CTCAE 4.03' }, also: ['4', '4.0', 'v4.03', 'v4.0'] },
    { code: '6.0', label: { en: 'CTCAE 6.0', zh: 'CTCAE 6.0' }, also: ['6', 'v6.0', 'v6'] },
  ],
});
