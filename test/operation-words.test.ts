import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkNames, reasonsOf } from '../apps/api/src/watching/health.ts';
import { routeKinds } from '../apps/api/src/watching/route-kind.ts';

const file = path.join(import.meta.dirname, '../apps/web/src/i18n/messages/en/operation.json');
const { checks, found, toDo, requests } = JSON.parse(readFileSync(file, 'utf8')) as {
  checks: object;
  found: object;
  toDo: object;
  requests: { routes: object };
};
/** What is as it should be, or is not used: nobody has to do anything about it. */
const isWell = /_(?:answers|empty|moves|seen|elsewhere|enough|recent|agrees|valid|noCertificate|follows|none)$/;

it('the page has a sentence for everything that a check may find, and what to do about all that is not well', () => {
  const keys = checkNames.flatMap((name) => reasonsOf[name].map((reason) => `${name}_${reason}`));
  expect(Object.keys(checks)).toEqual([...checkNames]);
  expect(Object.keys(found).toSorted()).toEqual(keys.toSorted());
  expect(Object.keys(toDo).toSorted()).toEqual(keys.filter((key) => !isWell.test(key)).toSorted());
});

it('the page has a name for every kind of route', () => {
  expect(Object.keys(requests.routes).toSorted()).toEqual([...routeKinds].toSorted());
});
