import { setTimeout as wait } from 'node:timers/promises';
import { type Page, type Request } from 'playwright-core';

/**
 * What no page waits for: a stream stays open as long as its page, and pages that somebody may go to next are fetched with
 * less haste than anything, given up, and not always heard of again.
 */
const isBeside = (request: Request): boolean => {
  const headers = request.headers();
  return (
    request.url().includes('/graphql/stream') ||
    headers['next-router-prefetch'] !== undefined ||
    headers['next-router-segment-prefetch'] !== undefined
  );
};

const watched = new WeakMap<Page, Set<Request>>();

/** Counts what a page has asked for and not yet got, from before it is on its first address. */
export function watchRequests(page: Page): void {
  const underWay = new Set<Request>();
  watched.set(page, underWay);
  page.on('request', (request) => {
    // What the page before had asked for is nobody's any more.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) underWay.clear();
    if (!isBeside(request)) underWay.add(request);
  });
  page.on('requestfinished', (request) => void underWay.delete(request));
  page.on('requestfailed', (request) => void underWay.delete(request));
}

/** Once a page has nothing left to compute: what has arrived is run and shown only then. False where it moved on. */
const isIdle = (page: Page): Promise<boolean> =>
  page
    .evaluate(() => new Promise<boolean>((done) => requestIdleCallback((d) => done(!d.didTimeout), { timeout: 1_000 })))
    .catch(() => false);

/** Waits until a page has been waiting for nothing for a fifth of a second, and is idle. */
export async function loaded(page: Page, withinMs = 60_000, quietMs = 200): Promise<void> {
  const underWay = watched.get(page);
  if (!underWay) throw new Error('the requests of this page are not watched');
  let quietSince = Date.now();
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(25)) {
    if (underWay.size > 0) quietSince = Date.now();
    else if (Date.now() - quietSince >= quietMs) {
      // A processor that is busy shows pages long after their last script has come.
      if ((await isIdle(page)) && underWay.size === 0) return;
      quietSince = Date.now();
    }
  }
  // Busy to the end, with all it asked for: what is looked for on it is there, or will be missed.
  if (underWay.size === 0) return;
  throw new Error(`still waiting for ${[...underWay].map((request) => request.url()).join(', ')}`);
}

/**
 * Opens addresses as people do: what is pressed before a page runs is lost, and what is read before it has its numbers is
 * not there. A page that waits on purpose is waited for no longer than `mostMs`.
 */
export function opensWhole(page: Page, mostMs = 6_000): void {
  const goTo = page.goto.bind(page);
  const reload = page.reload.bind(page);
  const whole = () => loaded(page, mostMs, 100).catch(() => undefined);
  page.goto = async (...given) => {
    const response = await goTo(...given);
    await whole();
    return response;
  };
  page.reload = async (...given) => {
    const response = await reload(...given);
    await whole();
    return response;
  };
}
