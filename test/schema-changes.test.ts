import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const schemaOf = (path: string) => buildSchema(read(path));

/** The section of what is not released yet. */
const unreleased = read('CHANGELOG.md').split(/^## /m)[1] ?? '';

describe('the schema', () => {
  it('breaks no program of the last release, but by what the changelog says under Breaking', () => {
    const breaking = unreleased.split(/^### Breaking$/m)[1]?.split(/^### /m)[0] ?? '';
    const unsaid = findBreakingChanges(
      schemaOf('packages/schema/released.graphql'),
      schemaOf('packages/schema/schema.graphql'),
    )
      .map(({ description }) => description)
      // As a sentence of the changelog, with its names in backticks or not.
      .filter((description) => !breaking.replaceAll('`', '').includes(description.replace(/\.$/, '')));
    expect(unsaid).toEqual([]);
  });

  it('would find what breaks', () => {
    const [before, after] = ['type Query { a: Int, b: Int }', 'type Query { a: Int! }'].map((text) =>
      buildSchema(text),
    );
    expect(findBreakingChanges(before!, after!).map(({ description }) => description)).toEqual([
      'Query.b was removed.',
    ]);
  });
});
