import { registerEnumType } from 'type-graphql';

export { type EndpointName } from './endpoints.ts';

export const Endpoint = { OS: 'OS', PFS: 'PFS', TTR: 'TTR', DOR: 'DOR', TTNT: 'TTNT' } as const;
registerEnumType(Endpoint, {
  name: 'Endpoint',
  description: 'What a time ends with; the endpoint recipe of the study states the rules.',
  valuesConfig: {
    OS: { description: 'Overall survival.' },
    PFS: { description: 'Progression-free survival.' },
    TTR: { description: 'Time to response (CR or PR).' },
    DOR: { description: 'Duration of response, from the first response of those who have one.' },
    TTNT: { description: 'Time to next treatment.' },
  },
});
