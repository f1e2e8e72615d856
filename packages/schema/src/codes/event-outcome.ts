import { defineCodes } from '../form.ts';

export const eventOutcome = defineCodes({
  source: 'CDISC AEOUT',
  codes: [
    { code: 'recovered', label: { en: 'Recovered', zh: '痊愈' }, also: ['RECOVERED/RESOLVED'] },
    {
      code: 'sequelae',
      label: { en: 'Recovered with sequelae', zh: '痊愈伴后遗症' },
      also: ['RECOVERED/RESOLVED WITH SEQUELAE'],
    },
    { code: 'recovering', label: { en: 'Recovering', zh: '好转' }, also: ['RECOVERING/RESOLVING'] },
    { code: 'notRecovered', label: { en: 'Not recovered', zh: '未恢复' }, also: ['NOT RECOVERED/NOT RESOLVED'] },
    { code: 'fatal', label: { en: 'Fatal', zh: '死亡' }, also: ['FATAL'] },
    { code: 'unknown', label: { en: 'Unknown', zh: '不详' }, also: ['UNKNOWN'] },
  ],
});
