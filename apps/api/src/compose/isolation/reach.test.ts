import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesARow, type Slot, slotsOf, unknownIds, variablesOf } from './call.fixture.ts';
import { type Answer, type Doors, openDoors } from './doors.fixture.ts';
import { ofTheProcess, shownElsewhere, succeedsElsewhere } from './elsewhere.fixture.ts';
import {
  ask,
  contract,
  faultOf,
  identifying,
  kinds,
  operations,
  nameVersions,
  withVersion,
} from './operations.fixture.ts';
import { unaskedArguments } from './selection.fixture.ts';

let at: Doors;
beforeAll(async () => {
  at = await openDoors();
  await nameVersions(at);
}, 240_000);
afterAll(() => at?.close());

const isClosed = (answer: Answer): boolean =>
  /"code":"(NOT_FOUND|FORBIDDEN|GRAPHQL_VALIDATION_FAILED|INTERNAL_SERVER_ERROR)"|Variable \\"\$/.test(answer.text);

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
        const answer = await ask(at, at.master.cookie, kind, operation, variablesOf(operation, world, wanted));
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
    const known = [...seen, ...roots, ...ofTheProcess];
    const unseen = types.filter((name) => !name.startsWith('__') && !known.includes(name));
    expect(unseen.toSorted()).toEqual(Object.keys(shownElsewhere).toSorted());
  }, 240_000);
});
