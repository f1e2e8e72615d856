import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logOutput } from '../../log.ts';
import { namesARow, slotsOf, textOf, variablesOf } from './call.fixture.ts';
import { selectionOf } from './selection.fixture.ts';
import { type Answer, type Doors, openDoors, type Persona } from './doors.fixture.ts';
import { foreignIn } from './foreign-in.fixture.ts';
import { operations } from './operations.fixture.ts';
import { type RouteCall, routeCalls } from './route-calls.fixture.ts';
import { type Drawer, drawer, spoiledText, withSpoiled } from './spoil.fixture.ts';

/** A tenth of the 10,000 that CONTRIBUTING.md asks for now and then. The title names the seed. */
const requests = Number(process.env['PORTAL_FUZZ_REQUESTS'] ?? 1_000);
const seed = Number(process.env['PORTAL_FUZZ_SEED'] ?? 20261129);

/** A person whom these sign out can ask nothing afterwards. */
const notFuzzed = ['endMyOtherSessions', 'endMySession', 'closeStudy'];

let at: Doors;
/** Names of other worlds that somebody has typed: what is stored of them is no news. */
const asked = new Set<string>();
const rejections: unknown[] = [];
const noted = (error: unknown): void => void rejections.push(error);
const errors: string[] = [];

beforeAll(async () => {
  at = await openDoors();
  process.on('unhandledRejection', noted);
  vi.spyOn(logOutput, 'write').mockImplementation((line) => {
    if (line.includes('"level":"error"')) errors.push(line);
  });
}, 120_000);
afterAll(async () => {
  process.off('unhandledRejection', noted);
  vi.restoreAllMocks();
  await at?.close();
});

function anOperation(draw: Drawer, { home }: Persona): RouteCall {
  const { kind, operation } = draw.one(operations.filter((one) => !notFuzzed.includes(one.operation.name)));
  const wanted = slotsOf(operation).filter(() => draw.chance(0.3));
  const worlds = [home, ...Object.values(at.worlds), at.missing];
  const put = new Map(slotsOf(operation).filter(namesARow).map(({ path }) => [path.join('.'), draw.one(worlds)])); // prettier-ignore
  const sound = variablesOf(operation, home, wanted, put);
  const variables = draw.chance(0.8) ? withSpoiled(sound, draw, draw.one([0.1, 0.3])) : sound;
  const text = textOf(kind, operation, sound, selectionOf(operation.type, draw.below(4)));
  const query = draw.chance(0.15) ? spoiledText(text, draw) : text;
  const body = JSON.stringify({ query, variables });
  const accept = kind === 'subscription' ? { accept: 'text/event-stream' } : {};
  return {
    method: 'POST',
    path: kind === 'subscription' ? '/graphql/stream' : '/graphql',
    headers: { 'content-type': 'application/json', ...accept },
    body: draw.chance(0.05) ? body.slice(0, draw.below(body.length)) : body,
  };
}

function aRoute(draw: Drawer, { home }: Persona): RouteCall {
  const calls = draw.one(Object.values(routeCalls))(home, draw.one([home, at.worlds.b, at.worlds.x, at.missing]));
  const call = draw.one(calls);
  const parts = call.path.split('/').map((part, i) => (i > 0 && draw.chance(0.2) ? encodeURIComponent(String(withSpoiled(part, draw, 1)).toWellFormed()) : part)); // prettier-ignore
  return { ...call, path: parts.join('/').slice(0, 4_000) };
}

const revealing =
  /node_modules|\.ts:\d|\bat \w+ \(|syntax error at|relation "|violates|QueryFailed|\bselect\b.*\bfrom portal\b/i;

function faultOf({ status, text }: Answer): string | null {
  if (revealing.test(text)) return `reveals ${revealing.exec(text)![0]}`;
  if (/"code":"INTERNAL_SERVER_ERROR"/.test(text)) return 'fails inside';
  // No pages are served here: 502 is what a path of theirs gets.
  return status >= 500 && status !== 502 ? `answers ${status}` : null;
}

it(`of ${requests} careless requests by every role none fails inside, reveals or reaches anything (seed ${seed})`, async () => {
  const draw = drawer(seed);
  const faults = new Map<string, string>();
  const people = at.personas.filter(({ role }) => role !== 'portalAdministrator');
  const stored = () => Promise.all([at.worlds.x].map((world) => at.stored(world, true)));
  const before = await stored();
  const shown = (call: RouteCall) => `${call.method} ${call.path.slice(0, 200)} ${call.body?.slice(0, 1_500) ?? ''}`;
  for (let i = 0; i < requests; i += 1) {
    const persona = draw.one(at.personas);
    const call = draw.chance(0.9) ? anOperation(draw, persona) : aRoute(draw, persona);
    errors.length = 0;
    const answer = await at.send(persona.cookie, call).catch((error: unknown) => String(error));
    if (typeof answer === 'string') {
      faults.set(answer, shown(call));
      continue;
    }
    const fault = faultOf(answer);
    if (fault !== null || errors.length > 0) {
      const cause = /"message":"(?!graphql: an op|http: unex)([^"]*)"/.exec(errors[0] ?? '')?.[1] ?? '';
      faults.set(`${fault ?? 'logs an error'}: ${cause || errors[0]}`, shown(call));
    }
    const [found] = people.includes(persona) ? foreignIn(answer, persona).filter((text) => !asked.has(text)) : [];
    if (found !== undefined) faults.set(`${persona.name} is shown ${found}`, shown(call));
    for (const [text] of answer.asked.matchAll(/canary-\w+-[\w.@-]+/g)) asked.add(text);
  }
  expect([...faults]).toEqual([]);
  expect(rejections).toEqual([]);
  expect(await stored()).toEqual(before);
}, 900_000);
