import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const config = readFileSync(path.join(root, 'docs/.vitepress/config.ts'), 'utf8');
const linked = [...config.matchAll(/page\('[^']+', '([^']+)'\)/g)].map(([, link]) =>
  link === '/' ? '/README' : link!,
);

it('every page of the documentation site is a file, and every file of docs is a page', () => {
  expect(linked.length).toBeGreaterThan(10);
  expect(linked.filter((link) => !existsSync(path.join(root, `${link}.md`)))).toEqual([]);
  const files = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const missing = files.filter((name) => !linked.includes(`/docs/${name.slice(0, -3)}`));
  expect(missing).toEqual([]);
});

it('the site searches by itself and asks nobody else', () => {
  expect(config).toContain("search: { provider: 'local' }");
  expect(config).not.toMatch(/algolia|googleapis|analytics|https?:\/\//);
});
