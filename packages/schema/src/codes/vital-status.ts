import { defineCodes } from '../form.ts';

export const vitalStatus = defineCodes({
  source: 'CDISC SURVSTAT',
  codes: [
    { code: 'alive', label: { en: 'Alive', zh: '存活' } },
    { code: 'dead', label: { en: 'Dead', zh: '死亡' } },
  ],
});
