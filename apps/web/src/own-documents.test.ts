import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, print } from 'graphql';
import { expect, it } from 'vitest';
import { withOwnDocuments } from '../own-documents.mjs';

const sources = import.meta.dirname;
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated') && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(path.join(sources, file), 'utf8') }))
  .filter(({ source }) => source.includes('graphql(`'));

it('every document of the pages is put in its place, with the fragments that it needs', () => {
  expect(files.length).toBeGreaterThan(50);
  for (const { file, source } of files) {
    const text = withOwnDocuments(source, file);
    expect(text, file).not.toMatch(/\bgraphql\b\(|generated\/index/);
    const asked = [...source.matchAll(/\bgraphql\(`([^`]*)`\)/g)].map(([, document]) => parse(document ?? ''));
    const put = [...text.matchAll(/readDocument\((".*?[^\\]")\)/g)].map(([, words]) =>
      parse(JSON.parse(words ?? '') as string),
    );
    expect(put).toHaveLength(asked.length);
    for (const [i, document] of put.entries()) {
      const [first] = document.definitions;
      expect(print(first!), file).toBe(print(asked[i]!.definitions[0]!));
      const fragments = new Set(document.definitions.map((one) => ('name' in one ? one.name?.value : undefined)));
      for (const [, name] of print(document).matchAll(/\.\.\.(\w+)/g)) expect(fragments, file).toContain(name);
    }
  }
});

it('a document that is not generated yet stops the build with the way to it', () => {
  const source =
    "import { graphql } from '@/graphql/generated/index.ts';\nconst q = graphql(`query Nowhere { viewer { id } }`);";
  expect(() => withOwnDocuments(source, 'query.ts')).toThrow('nothing is generated for Nowhere; run npm run generate');
});
