import { gql, InMemoryCache } from '@apollo/client';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { typePolicies } from './type-policies.ts';

it('the cache keeps the lesions of two readings apart, whose names are the same', () => {
  const cache = new InMemoryCache({ typePolicies });
  const query = gql`
    query {
      readingTask {
        id
        rivals {
          id
          lesions {
            id
            diametersMm
          }
        }
      }
    }
  `;
  const rival = (id: string, diametersMm: number[]) => {
    return { __typename: 'RivalReading', id, lesions: [{ __typename: 'ReadLesion', id: 'T1', diametersMm }] };
  };
  const readingTask = { __typename: 'ReadingTask', id: 't', rivals: [rival('a', [80, 40]), rival('b', [80, 100])] };
  cache.writeQuery({ query, data: { readingTask } });
  expect(cache.readQuery({ query })).toEqual({ readingTask });
});

it('a type whose id is a word of its list, not an ID, is not told apart by it', () => {
  const contract = new URL('../../../../packages/schema/schema.graphql', import.meta.url);
  const types = Object.values(buildSchema(readFileSync(contract, 'utf8')).getTypeMap()).filter(isObjectType);
  const ofWords = types.filter((type) => {
    const { id } = type.getFields();
    return id !== undefined && getNamedType(id.type).name === 'String';
  });
  expect(ofWords.map(({ name }) => name)).toContain('ReadLesion');
  for (const { name } of ofWords) expect(typePolicies[name]?.keyFields, name).toBe(false);
});
