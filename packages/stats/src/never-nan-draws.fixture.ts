import fc from 'fast-check';
import * as stats from './index.ts';

/* Small, tied, one-sided, constant or separated data on purpose. */

export const day = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 4000 }),
  fc.double({ min: 0, max: 30, noNaN: true }),
);
export const subject = fc.record({ days: day, event: fc.boolean() });
export const times = fc.array(subject, { minLength: 1, maxLength: 14 });
export const flag = fc.constantFrom<0 | 1>(0, 1);
export const value = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
export const probability = fc.oneof(
  fc.constantFrom(0.5, 0.001, 0.999),
  fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
);
export const count = fc.nat(12);
export const rows = fc.array(
  fc.record({
    days: day,
    width: fc.integer({ min: 1, max: 5 }),
    event: flag,
    cause: fc.nat(2),
    x: value,
    y: fc.integer({ min: 0, max: 2 }),
    g: flag,
    w: fc.double({ min: 0.01, max: 50, noNaN: true }),
    p: probability,
    cluster: fc.nat(3),
  }),
  { minLength: 1, maxLength: 14 },
);
export type Row = typeof rows extends fc.Arbitrary<(infer R)[]> ? R : never;
export const column = <K extends keyof Row>(list: readonly Row[], key: K) => list.map((row) => row[key]);
export const covariates = (list: readonly Row[]) => [
  { name: 'x', values: column(list, 'x') },
  { name: 'y', values: column(list, 'y') },
];
export const table = (size: number) =>
  fc.array(fc.array(count, { minLength: size, maxLength: size }), { minLength: size, maxLength: size });
export const samples = fc.array(
  fc.record({ label: fc.constantFrom('a', 'b'), values: fc.array(value, { minLength: 1, maxLength: 8 }) }),
  { minLength: 2, maxLength: 4 },
);
export const counted = fc.array(
  fc
    .array(fc.tuple(value, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 8 })
    .map((pairs) => ({ label: 'a', values: pairs.map(([v]) => v), counts: pairs.map(([, times]) => times) })),
  { minLength: 2, maxLength: 4 },
);
export const direction = fc.constantFrom('higher-is-positive' as const, 'lower-is-positive' as const);
export const ties = fc.constantFrom('efron' as const, 'breslow' as const, 'exact' as const);
export const confType = fc.constantFrom('plain' as const, 'log' as const, 'log-log' as const);
export const model = (list: readonly Row[], option: typeof ties extends fc.Arbitrary<infer T> ? T : never = 'efron') =>
  stats.coxRegression(
    { days: column(list, 'days'), event: column(list, 'event'), covariates: covariates(list) },
    { ties: option },
  );
