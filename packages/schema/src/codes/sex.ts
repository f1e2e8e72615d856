import { defineCodes } from '../form.ts';

export const sex = defineCodes({
  source: 'CDISC SEX',
  codes: [
    { code: 'male', label: { en: 'Male', zh: '男' }, also: ['M'] },
    { code: 'female', label: { en: 'Female', zh: '女' }, also: ['F'] },
    { code: 'unknown', label: { en: 'Unknown', zh: '未知' } },
  ],
});
