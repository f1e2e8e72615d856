import { blindRights, type Role, roleMay, roleNames, roles } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../people.fixture.ts';
import { namesARow, type Operation, type Slot, slotsOf, variablesOf } from './call.fixture.ts';
import { type Answer, type Doors, openDoors, type Persona } from './doors.fixture.ts';
import { deeds, signing } from './deeds.fixture.ts';
import { difference } from './difference.fixture.ts';
import { foreignIn } from './foreign-in.fixture.ts';
import { ask, faultOf, identifying, nameVersions, operations, withVersion } from './operations.fixture.ts';
import { namesNothing, routeCalls } from './route-calls.fixture.ts';
import { wholeLists } from './elsewhere.fixture.ts';
import { differencesFromRights, seenFields } from './seen-fields.fixture.ts';
import { type World } from './world.fixture.ts';

let at: Doors;
beforeAll(async () => {
  at = await openDoors();
  await nameVersions(at);
  // The name of a cohort is taken from the start, not by the first who asks with it.
  const { kind, operation } = operations.find((one) => one.operation.name === 'saveCohort')!;
  const saved = await ask(at, at.master.cookie, kind, operation, variablesOf(operation, at.worlds.a));
  expect(faultOf(saved)).toBeNull();
}, 240_000);
afterAll(() => at?.close());

/** Two at a time of what changes nothing: half of a request is the database’s. */
async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

const compared = (persona: Persona, world: World) => ({ persona, world, missing: at.missing });

/** Whether a name may be told from an absent one: a centre of the own study, and for who runs the portal its people. */
const mayBeTold = ({ role, home }: Persona, { key }: Slot, { study }: World): boolean =>
  (/centre/i.test(key) && study === home.study) ||
  (roles[role].reach === 'portal' && /study|centre|embership|nvitation|field/i.test(key));

const answered = new Map<string, { operation: Operation; answer: Answer }[]>();

/** What somebody is answered by every query and subscription about their own world, asked once. */
async function answersOf({ name, role, cookie, home }: Persona): Promise<{ operation: Operation; answer: Answer }[]> {
  const before = answered.get(name);
  if (before) return before;
  const answers: { operation: Operation; answer: Answer }[] = [];
  // An adjudicator's cases are those to be decided.
  const ofRole: Readonly<Record<string, object>> =
    role === 'adjudicator' ? { readingTasks: { right: 'adjudicate' }, readingTask: { id: home.openReading } } : {};
  await together(operations.filter((one) => one.kind !== 'mutation'), async ({ kind, operation }) => {
    const variables = { ...variablesOf(operation, home), ...wholeLists[operation.name], ...ofRole[operation.name] };
    answers.push({ operation, answer: await ask(at, cookie, kind, operation, variables) });
  }); // prettier-ignore
  answered.set(name, answers);
  return answers;
}

describe('what is foreign', () => {
  it('is marked in every column that takes a text', () => {
    expect(at.unmarked).toEqual(['invitation.role', 'membership.user_id', 'slide_upload.user_id']);
  });

  // Who runs the portal manages the people of every study, and ends a membership that others are still to ask for.
  const ofPortal = roleNames.filter((role) => roles[role].reach === 'portal');
  const places = [...roleNames.filter((role) => !ofPortal.includes(role)), 'staff of B', ...ofPortal];

  // Before anything is asked that names what is foreign: a stored selection repeats it.
  it.each(places)(
    'hangs on no row of %s, down to the last edge',
    async (name) => {
      const persona = at.personas.find((one) => one.name === name)!;
      const faults: string[] = [];
      for (const { operation, answer } of await answersOf(persona)) {
        const [found] = foreignIn(answer, persona);
        if (found !== undefined) faults.push(`${operation.name} shows ${found}`);
      }
      expect(faults).toEqual([]);
    },
    240_000,
  );

  it('shows each role what its rights open, field by field, and a reader nothing else of the own centre', async () => {
    const seen = new Map<Role, ReadonlySet<string>>();
    const told: string[] = [];
    for (const persona of at.personas.filter(({ name, role }) => name === role)) {
      const answers = await answersOf(persona);
      seen.set(persona.role, new Set(answers.flatMap(({ answer }) => [...seenFields(answer.text)])));
      if (!blindRights.some((right) => roleMay(persona.role, right))) continue;
      for (const { operation, answer } of answers) {
        const texts = answer.text.match(/canary-[\w.@-]+/g) ?? [];
        // Whose record is entered a second time is known by a code, and of a list what was entered a second time before.
        const isCode = (text: string) =>
          roleMay(persona.role, 'enterSecond') && /-(patient|second|cohort-\d+)$/.test(text);
        const known = (text: string) => persona.mayKnow.test(text) || isCode(text) || answer.asked.includes(text) || text === `${persona.home.mark}-remark`; // prettier-ignore
        told.push(...texts.filter((text) => !known(text)).map((text) => `${persona.name} ${operation.name}: ${text}`));
      }
    }
    expect(told).toEqual([]);
    expect(differencesFromRights(seen)).toEqual([]);
  }, 240_000);

  it('is shown to nobody who asks for it in the same tick as those whose it is', async () => {
    const pair = ['staff', 'staff of B'].map((name) => at.personas.find((one) => one.name === name)!);
    const calls = [
      ...operations
        .filter(({ kind }) => kind === 'query')
        .map(({ kind, operation }) => ({
          name: operation.name,
          send: ({ cookie }: Persona, world: World) =>
            ask(at, cookie, kind, operation, variablesOf(operation, world), 1),
        })),
      ...Object.entries(routeCalls).flatMap(([name, callsOf]) =>
        callsOf(at.worlds.a, at.worlds.a).flatMap(({ method }, i) =>
          method === 'GET'
            ? [{ name, send: ({ cookie }: Persona, world: World) => at.send(cookie, callsOf(world, world)[i]!) }]
            : [],
        ),
      ),
    ];
    const faults: string[] = [];
    let own = 0;
    for (const { name, send } of calls) {
      for (const world of [at.worlds.a, at.worlds.b]) {
        const askers = [0, 1, 1, 0].map((i) => pair[i]!);
        const answers = await Promise.all(askers.map((persona) => send(persona, world)));
        for (const [i, answer] of answers.entries()) {
          const [found] = foreignIn(answer, askers[i]!);
          if (found !== undefined) faults.push(`${name} shows ${found} to ${askers[i]!.name}`);
          if (askers[i]!.home === world && answer.status === 200 && !answer.text.includes('"errors"')) own += 1;
        }
        // What is not text, such as a tile, is there or is not.
        const [mine, others] = [true, false].map(
          (isOwn) =>
            new Set(answers.flatMap(({ status }, i) => ((askers[i]!.home === world) === isOwn ? [status] : []))),
        );
        if (name.startsWith('GET /slides') && mine!.has(200) && others!.has(200))
          faults.push(`${name} of ${world.mark}`);
      }
    }
    expect(faults).toEqual([]);
    expect(own).toBeGreaterThan(100);
  }, 240_000);

  it.each(places)(
    'is to %s, by every operation, as if it were absent',
    async (name) => {
      const persona = at.personas.find((one) => one.name === name)!;
      const { cookie, home, foreign } = persona;
      const faults: string[] = [];
      const stored = () => Promise.all(foreign.map((world) => at.stored(world, ofPortal.includes(persona.role))));
      const before = await stored();
      const walk = async ({ kind, operation }: (typeof operations)[number]) => {
        for (const slot of slotsOf(operation).filter(namesARow)) {
          const wanted = withVersion(operation, slot);
          const inPlace = (world: World) =>
            variablesOf(operation, home, wanted, new Map([[slot.path.join('.'), world]]));
          const call = (world: World) => ask(at, cookie, kind, operation, inPlace(world), 1);
          const own = JSON.stringify(inPlace(home));
          const absent = await call(at.missing);
          const isDone = kind === 'mutation' && faultOf(absent) === null;
          for (const world of foreign) {
            // The same text may name something of one's own, such as the study of two centres.
            if (JSON.stringify(inPlace(world)) === own) continue;
            let fault = difference(await call(world), absent, compared(persona, world), isDone);
            // One of the two may have waited for what another request loads: the next time neither does.
            if (fault?.startsWith('costs') && kind !== 'mutation')
              fault = difference(await call(world), await call(at.missing), compared(persona, world));
            if (fault === null || (!fault.startsWith('shows') && mayBeTold(persona, slot, world))) continue;
            faults.push(`${operation.name}(${slot.path.join('.')}) of ${world.mark} ${fault}`);
          }
        }
      };
      await together(operations.filter(({ kind }) => kind !== 'mutation'), walk); // prettier-ignore
      for (const one of operations.filter(({ kind }) => kind === 'mutation')) await walk(one);
      expect(faults).toEqual([]);
      expect(await stored()).toEqual(before);
    },
    240_000,
  );

  it('is to nobody another answer of a route than what is absent', async () => {
    const listed = [...Object.keys(routeCalls), ...Object.keys(namesNothing)];
    // A new route is given its call in route-calls.fixture.ts, or its reason there.
    expect(at.routes.filter((route) => !listed.includes(route))).toEqual([]);
    expect(listed.filter((route) => !at.routes.includes(route))).toEqual([]);
    const faults: string[] = [];
    const own = await at.anotherOwn();
    await at.giveUploads(at.master);
    for (const [route, calls] of Object.entries(routeCalls)) {
      const { status, text } = await at.send(at.master.cookie, calls(own, own)[0]!);
      // A conflict is with a row: it was reached. A path that is none is absent for everybody.
      if (status >= 400 && status !== 409 && !route.startsWith('ANY /slides'))
        faults.push(`${route}: ${status} ${text}`);
      if (identifying.test(text)) faults.push(`${route} identifies`);
    }
    expect(faults).toEqual([]);
    for (const persona of at.personas) {
      const { cookie, home, foreign } = persona;
      await at.giveUploads(persona);
      const before = await Promise.all(foreign.map((world) => at.stored(world)));
      for (const [route, calls] of Object.entries(routeCalls)) {
        const ofHome = calls(home, home);
        for (const [i, call] of calls(home, at.missing).entries()) {
          const absent = await at.send(cookie, call);
          for (const world of foreign) {
            const named = calls(home, world)[i]!;
            if (JSON.stringify(named) === JSON.stringify(ofHome[i])) continue;
            const fault = difference(await at.send(cookie, named), absent, compared(persona, world));
            const isTold = named.names !== undefined && mayBeTold(persona, { key: named.names, path: [] }, world);
            if (fault === null || (isTold && !fault.startsWith('shows'))) continue;
            faults.push(`${persona.name}: ${route} ${i} of ${world.mark} ${fault}`);
          }
        }
      }
      expect(await Promise.all(foreign.map((world) => at.stored(world)))).toEqual(before);
    }
    expect(faults).toEqual([]);
    const count = `${at.operations()} requests by ${at.personas.length} people of every role`;
    process.stdout.write(`isolation: ${count}: 0 foreign rows\n`);
  }, 240_000);
});

describe('what is one’s own', () => {
  it('is done by every role that may, and by no other: identities, readings, holds, protected numbers, signatures', async () => {
    await at.givePassword(password);
    await at.shareNumbers();
    const operationOf = (name: string) => operations.find(({ operation }) => operation.name === name)!;
    const doneBy = (cookie: string, name: string, own: World, more: object) => {
      const { kind, operation } = operationOf(name);
      return ask(at, cookie, kind, operation, { ...variablesOf(operation, own), ...more }, 2);
    };
    const faults: string[] = [];
    let done = 0;
    for (const persona of at.personas.filter(({ name, role }) => name === role)) {
      const own = await at.anotherOwn();
      await at.giveReadings(own);
      for (const { name, right, variables, before, undo } of deeds) {
        if (before) await doneBy(at.master.cookie, before[0], own, before[1](own));
        const answer = await (name in routeCalls
          ? at.send(persona.cookie, signing(routeCalls[name]!(own, own), password))
          : doneBy(persona.cookie, name, own, variables?.(own) ?? {}));
        const isDone = answer.status < 300 && faultOf(answer) === null;
        if (isDone && name !== 'centreHolds' && /^\{"data":\{"\w+":\[\]/.test(answer.text)) faults.push(`${persona.name} ${name}: no row`);
        const isRefused = /"code":"(NOT_FOUND|FORBIDDEN)"/.test(answer.text);
        if (!(roleMay(persona.role, right) ? isDone : isRefused)) faults.push(`${persona.name} ${name}: ${answer.text}`);
        const [found] = foreignIn(answer, persona);
        if (found !== undefined) faults.push(`${persona.name} ${name} shows ${found}`);
        if (isDone) done += 1;
        if (!isDone || undo === undefined) continue;
        for (const [, id] of answer.text.matchAll(/"id":"([0-9a-f-]{36})"/g)) await doneBy(at.master.cookie, undo, own, { id });
      }
    }
    expect(faults).toEqual([]);
    process.stdout.write(`isolation: ${deeds.length} deeds by ${roleNames.length} roles: ${done} done, all others refused\n`);
  }, 120_000); // prettier-ignore
});
