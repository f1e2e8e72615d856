import { defineCodes } from '../form.ts';

export const actionTaken = defineCodes({
  source: 'CDISC AEACN',
  codes: [
    { code: 'none', label: { en: 'Dose not changed', zh: '剂量未改变' }, also: ['DOSE NOT CHANGED'] },
    { code: 'reduced', label: { en: 'Dose reduced', zh: '减量' }, also: ['DOSE REDUCED'] },
    { code: 'interrupted', label: { en: 'Interrupted or delayed', zh: '暂停或延迟' }, also: ['DRUG INTERRUPTED'] },
    { code: 'stopped', label: { en: 'Stopped for good', zh: '永久停药' }, also: ['DRUG WITHDRAWN'] },
    { code: 'notApplicable', label: { en: 'Not applicable', zh: '不适用' }, also: ['NOT APPLICABLE'] },
    { code: 'unknown', label: { en: 'Unknown', zh: '不详' }, also: ['UNKNOWN'] },
  ],
});
