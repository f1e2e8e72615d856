import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { frameFiles, messagesAskedBy, withFrameNamespaces, withOwnMessages } from '../own-messages.mjs';
import { messages } from './i18n/messages.ts';

const sources = import.meta.dirname;
const all = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\.tsx?$/.test(file) && !file.includes('generated'),
);
const read = (file: string) => readFileSync(path.join(sources, file), 'utf8');
const pages = all.filter((file) => /^app.*[\\/](page|not-found)\.tsx$/.test(file));
const askedBy = (...files: string[]) => messagesAskedBy(files.map((file) => path.join(sources, file))).namespaces;

it('whatever asks for messages names them where the build sees it', () => {
  for (const file of all) {
    const calls = read(file).match(/\buseTranslations\((?!\s*(['`])\w)/g) ?? [];
    expect(calls, file).toEqual([]);
  }
});

it('a page gets what it and its parts say, those that are loaded later too', () => {
  const survival = askedBy('app/(portal)/studies/[study]/survival/page.tsx');
  // The page, the views behind its tabs, the dialogs behind its buttons.
  expect(survival).toEqual(expect.arrayContaining(['survival', 'cohort', 'report', 'savedCohorts', 'tables', 'ui']));
  expect(survival).not.toEqual(expect.arrayContaining(['studySettings']));
});

it('every namespace belongs to the frame, to a page or to what is drawn without a browser', () => {
  const frame = messagesAskedBy(frameFiles()).namespaces;
  expect(frame).toEqual(expect.arrayContaining(['shell', 'ui', 'forms']));
  const used = new Set([...frame, ...pages.flatMap((page) => [...askedBy(page)]), ...askedBy('print/main.ts')]);
  expect([...used].toSorted()).toEqual(Object.keys(messages.en).toSorted());
});

it('the messages of a page are put around it', () => {
  expect(pages.length).toBeGreaterThan(40);
  for (const page of pages) {
    const text = withOwnMessages(read(page), ['home']);
    expect(text.match(/^export default/gm), page).toHaveLength(1);
    expect(text, page).toMatch(/<OwnMessages of=\{\["home"\]\}><(\w+) \{\.\.\.props\} \/><\/OwnMessages>/);
  }
  expect(withFrameNamespaces(read('i18n/frame-namespaces.ts'), ['ui'])).toMatch(/= \["ui"\];$/m);
});

it('a page in the browser alone stops the build with what is expected', () => {
  expect(() => withOwnMessages("'use client';\nexport default function P() {}", ['home'])).toThrow(
    'a page is a function of the server',
  );
});
