import { blindRights, type Role, roleMay, roleNames, roles } from '@haim/schema';
import { buildSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emittedSchema } from '../emit-schema.ts';
import { password } from '../people.fixture.ts';
import {
  giveIds,
  namesARow,
  type Operation,
  type Slot,
  slotsOf,
  textOf,
  unknownIds,
  variablesOf,
} from './call.fixture.ts';
import { type Answer, type Doors, openDoors, type Persona } from './doors.fixture.ts';
import { deeds, signing } from './deeds.fixture.ts';
import { difference } from './difference.fixture.ts';
import { foreignIn } from './foreign-in.fixture.ts';
import { namesNothing, routeCalls } from './route-calls.fixture.ts';
import { shownElsewhere, succeedsElsewhere, wholeLists } from './elsewhere.fixture.ts';
import { differencesFromRights, seenFields } from './seen-fields.fixture.ts';
import { selectionOf, unaskedArguments } from './selection.fixture.ts';
import { type World } from './world.fixture.ts';

const contract = buildSchema(await emittedSchema());
const kinds = {
  query: contract.getQueryType()!,
  mutation: contract.getMutationType()!,
  subscription: contract.getSubscriptionType()!,
};
type Kind = keyof typeof kinds;
const operations = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
  Object.values(kinds[kind].getFields()).map((operation) => ({ kind, operation })),
);

let at: Doors;
beforeAll(async () => {
  at = await openDoors();
  const { text } = await at.send(at.master.cookie, { ...post, body: '{"query":"{ models { id versionId } }"}' });
  const { models } = (JSON.parse(text) as { data: { models: { id: string; versionId: string }[] } }).data;
  const version = (id: string) => models.find((model) => model.id === id)!.versionId;
  giveIds({ 'activateModel.id': version('tiny-b'), 'retireModel.id': version('spare') });
}, 120_000);
afterAll(() => at?.close());

const json = { 'content-type': 'application/json' };
const post = { method: 'POST', path: '/graphql', headers: json };

function ask(cookie: string, kind: Kind, operation: Operation, variables: object, depth = 4): Promise<Answer> {
  const query = textOf(kind, operation, variables, selectionOf(operation.type, depth));
  const body = JSON.stringify({ query, variables });
  return kind === 'subscription'
    ? at.send(cookie, { ...post, path: '/graphql/stream', headers: { ...json, accept: 'text/event-stream' }, body })
    : at.send(cookie, { ...post, body });
}

/** What is planted as name, numbers and telephone of a patient. */
const identifying = /canary-[abx]\d*-identity-/;

/** The first error of an answer, null where there is none. */
const faultOf = ({ text }: Answer): string | null =>
  /"errors":/.test(text) ? (/"message":"(.*?)(?<!\\)"/.exec(text)?.[1] ?? text) : null;

const isClosed = (answer: Answer): boolean =>
  /"code":"(NOT_FOUND|FORBIDDEN|GRAPHQL_VALIDATION_FAILED|INTERNAL_SERVER_ERROR)"|Variable \\"\$/.test(answer.text);

/** Two at a time of what changes nothing: half of a request is the database’s. */
async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** A slot with what it is named in and, for a correction, what that needs beside the id. */
const withVersion = (operation: Operation, slot: Slot): Slot[] =>
  [slot].concat(
    slotsOf(operation).filter(({ path }) => path.length === 1 && /^(study|version|reason)$/.test(path[0]!)),
  );

describe('the contract', () => {
  it('says what each of its ids names', () => {
    // A new one is said in call-values.fixture.ts: `named` where it names a row, `given` where it names none.
    expect(operations.flatMap(({ operation }) => unknownIds(operation, contract))).toEqual([]);
    expect(unaskedArguments(contract)).toEqual([]);
  });

  it('reaches rows by every operation and every name of a row, when whoever may do everything asks', async () => {
    const seen = new Set<string>();
    const faults: string[] = [];
    for (const { kind, operation } of operations.filter((one) => !(one.operation.name in succeedsElsewhere))) {
      const call = async (wanted: readonly Slot[]) => {
        const world = kind === 'mutation' ? await at.anotherOwn(operation.name.endsWith('StudyField')) : at.worlds.a;
        const answer = await ask(at.master.cookie, kind, operation, variablesOf(operation, world, wanted));
        for (const [, name] of answer.text.matchAll(/"__typename":"(\w+)"/g)) seen.add(name!);
        // Who a patient is has one operation, whoever asks whatever else.
        if (operation.name !== 'showIdentity' && identifying.test(answer.text))
          faults.push(`${operation.name} identifies`);
        return answer;
      };
      const first = await call([]);
      // A conflict is with a row: it was reached.
      const fault = first.text.includes('"code":"CONFLICT"') ? null : faultOf(first);
      if (fault !== null) faults.push(`${operation.name}: ${fault}`);
      const slots = slotsOf(operation);
      await call(slots.filter((slot) => slot.path.length === 1 && !namesARow(slot) && slot.key !== 'cohort'));
      const base = JSON.stringify(variablesOf(operation, at.worlds.a));
      // Names that are not required, each in a call of its own; the first call has the others.
      for (const slot of slots.filter(namesARow)) {
        if (JSON.stringify(variablesOf(operation, at.worlds.a, [slot])) === base) continue;
        const answer = await call(withVersion(operation, slot));
        if (isClosed(answer)) faults.push(`${operation.name}(${slot.path.join('.')}): ${faultOf(answer)}`);
      }
    }
    expect(faults).toEqual([]);
    const roots = new Set(Object.values(kinds).map(({ name }) => name));
    const types = Object.values(contract.getTypeMap()).filter((type) => isObjectType(type)).map(({ name }) => name); // prettier-ignore
    const unseen = types.filter((name) => !name.startsWith('__') && !roots.has(name) && !seen.has(name));
    expect(unseen.toSorted()).toEqual(Object.keys(shownElsewhere).toSorted());
  }, 240_000);
});

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
    answers.push({ operation, answer: await ask(cookie, kind, operation, variables) });
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
          send: ({ cookie }: Persona, world: World) => ask(cookie, kind, operation, variablesOf(operation, world), 1),
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
          const call = (world: World) => ask(cookie, kind, operation, inPlace(world), 1);
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
      return ask(cookie, kind, operation, { ...variablesOf(operation, own), ...more }, 2);
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
