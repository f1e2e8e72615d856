import { buildSchema, isInterfaceType } from 'graphql';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { possibleTypes } from './possible-types.ts';

it('possible types list every interface of the contract with its implementing types', () => {
  const contract = new URL('../../../../packages/schema/schema.graphql', import.meta.url);
  const schema = buildSchema(readFileSync(contract, 'utf8'));
  const interfaces = Object.values(schema.getTypeMap()).filter(isInterfaceType);
  const types = interfaces.map((one) => [
    one.name,
    schema
      .getPossibleTypes(one)
      .map(({ name }) => name)
      .toSorted(),
  ]);
  expect(Object.fromEntries(types)).toEqual(possibleTypes);
});
