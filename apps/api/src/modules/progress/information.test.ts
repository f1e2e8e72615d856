import { usualPlan } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { informationOf } from './information.ts';

const arms = [
  { arm: 'HAIC', n: 50, events: 40 },
  { arm: 'HTI', n: 50, events: 60 },
];

describe('events against a plan', () => {
  it('need as many as Schoenfeld’s formula says, and say by how much a smaller plan falls short', () => {
    // By hand: z 1.959964 + 0.841621 = 2.801585; squared 7.848879, over 0.25 · (ln 0.7)² = 0.0318041, is 246.79.
    const plan = { ...usualPlan, hazardRatio: 0.7, plannedEvents: 134 };
    const found = informationOf(plan, arms);
    expect(found).toMatchObject({ events: 100, planned: 134, needed: 247 });
    expect(found?.fraction).toBeCloseTo(100 / 134, 12);
    // Power with 134: √134 · 0.5 · |ln 0.7| − 1.959964 = 0.1045, of which the normal distribution function is 0.5416.
    expect(found?.statements.find(({ code }) => code === 'fewerEventsPlanned')?.values).toEqual({
      ...{ planned: 134, needed: 247, power: 0.54 },
    });
    expect(informationOf({ ...plan, plannedEvents: 247 }, arms)?.statements.map(({ code }) => code)).toEqual([
      ...['informationCounted', 'eventsNeeded', 'detectableNow'],
    ]);
  });

  it('find a hazard ratio by the share of the comparison arm, not by the planned one', () => {
    // exp(−2.801585 / (√0.25 · √100)) = exp(−0.560317); with a share of 0.2, √0.16 = 0.4: exp(−0.700396).
    expect(informationOf(usualPlan, arms)?.detectable).toBeCloseTo(0.571028, 6);
    const [haic, hti] = arms;
    const unequal = [{ ...haic!, n: 80 }, { ...hti!, n: 20 }]; // prettier-ignore
    expect(informationOf(usualPlan, unequal)?.detectable).toBeCloseTo(0.496389, 6);
  });

  it('find none without an event, and are not counted without two arms with patients', () => {
    expect(
      informationOf(
        usualPlan,
        arms.map((one) => ({ ...one, events: 0 })),
      ),
    ).toMatchObject({
      ...{ events: 0, planned: null, fraction: null, needed: null, detectable: null },
    });
    expect(informationOf(usualPlan, arms.slice(0, 1))).toBeNull();
    expect(informationOf(usualPlan, [...arms, arms[0]!])).toBeNull();
    expect(informationOf(usualPlan, [arms[0]!, { arm: 'HTI', n: 0, events: 0 }])).toBeNull();
  });
});
