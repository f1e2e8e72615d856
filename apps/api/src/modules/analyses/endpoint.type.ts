import { registerEnumType } from 'type-graphql';

export { type EndpointName } from './endpoints.ts';

export const Endpoint = { OS: 'OS', PFS: 'PFS' } as const;
registerEnumType(Endpoint, { name: 'Endpoint' });
