import { defineCodes } from '../form.ts';

export const lesionNumber = defineCodes({
  source: 'Number of intrahepatic lesions',
  codes: [
    { code: 'single', label: { en: 'Single', zh: '单发' } },
    { code: 'multiple', label: { en: 'Multiple', zh: '多发' } },
  ],
});
