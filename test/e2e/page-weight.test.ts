import { expect, it } from 'vitest';
import { builtPages } from '../../apps/api/src/settings.ts';
import { mostFirstBytes, scriptsOfPages } from '../../apps/api/src/supervisor/page-scripts.ts';

// The portal under test has built the pages. Where one is too heavy: ARCHITECTURE.md, "What a page waits for".
it('no page makes a browser wait for more script than the limit', () => {
  const pages = scriptsOfPages(builtPages);
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.filter(({ bytes }) => bytes < 50_000)).toEqual([]);
  expect(pages.filter(({ bytes }) => bytes > mostFirstBytes)).toEqual([]);
});
