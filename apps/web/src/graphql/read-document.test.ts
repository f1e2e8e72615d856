import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stripIgnoredCharacters } from 'graphql';
import { expect, it } from 'vitest';
import { forms, withReasons } from '@haim/schema';
import { saveDocument } from '@/forms/documents.ts';
import { readDocument } from './read-document.ts';

const read = (text: string): unknown => readDocument(text);
const sources = path.resolve(import.meta.dirname, '..');
const written = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated') && !/\.test\.tsx?$/.test(file))
  .flatMap((file) => [...readFileSync(path.join(sources, file), 'utf8').matchAll(/\bgraphql\(`([^`]*)`\)/g)])
  .map(([, text]) => text ?? '');

it('every document of the pages is read as graphql-js reads it, as written and without what may be left out', () => {
  expect(written.length).toBeGreaterThan(100);
  for (const text of written) {
    const expected = parse(text, { noLocation: true });
    expect(read(text), text).toEqual(expected);
    expect(read(stripIgnoredCharacters(text)), text).toEqual(expected);
  }
});

it('the document of every form is one that graphql-js reads too', () => {
  for (const form of forms.map(withReasons)) {
    const { definitions } = saveDocument(form);
    expect(definitions, form.name).toHaveLength(1);
  }
});

it.each([
  'query A($a: [ID!]! = ["x", "\\"y\\" \\u00e9"], $b: Int = -1, $c: In = { d: 1.5e-3, e: [NULL, null, true], f: {} }) { a }',
  'mutation M { a: b(c: $c, d: [], e: "") @skip(if: $x) @include(if: true) { on ...on fragment { a } } } fragment fragment on on { type query }',
  'subscription { a { ... on B @live { c } ... { d } ...E @defer(label: "e") } } fragment E on F @g { h }',
  'query($a:ID){a(b:$a,on:on,null:null)}',
])('what clients may write is read as graphql-js reads it: %s', (text) => {
  expect(read(text)).toEqual(parse(text, { noLocation: true }));
});

it.each([
  ['query A { a', 'Expected a name, found the end: query A { a'],
  ['query A { }', 'Expected a field, found the end'],
  ['query A { a(b 1) }', 'Expected :, found 1'],
  ['query A { a(b: ) }', 'Expected a value, found )'],
  ['fragment A B { a }', 'Expected on, found B'],
  ['query A', 'Expected {, found the end'],
  ['type A { a: B }', 'Expected an operation or fragment, found type'],
  ['query A { a # b\n }', 'Not a word of a document: # b'],
  ['query A { a(b: """c""") }', 'Expected a name, found "c"'],
])('what is not such a document throws and names the place: %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
});
