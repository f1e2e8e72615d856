/** Draws the same numbers for the same seed, on any machine: mulberry32 (Tommy Ettinger, public domain). */
export function drawer(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** Whether something happens that happens this often. */
    chance: (share: number): boolean => next() < share,
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
    below: (n: number): number => Math.floor(next() * n),
  };
}

export type Drawer = ReturnType<typeof drawer>;

const texts = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\u202eabc', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👩‍👩‍👧', '肝动脉灌注', 'e\u0301', '\ufeffx', '\u2028',
  `'; drop table portal.patient; --`, `" or 1=1`, '$1', '%', '_', '\\', '{}', '[]', 'null', 'NaN', '../../etc/passwd', '<script>x</script>',
  '=cmd|x', '1e999', '-0', '0000-01-01', '9999-12-31', '2024-02-30', '2024-02-29', '+275760-09-13T00:00:00Z', '-000001-01-01', '24:00',
  '00000000-0000-0000-0000-000000000000', 'x'.repeat(10_000), '\n\r\t', 'constructor', '__proto__', 'own_x', 'imported:', 'clinical:', 'imported:\u0000',
]; // prettier-ignore
const numbers = [
  0,
  -1,
  1,
  2,
  0.1,
  -0,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 63,
  1e21,
  1e-320,
  1.7e308,
  -1.7e308,
];
const others: readonly unknown[] = [null, true, false, {}, [], [null], [[]], { a: 1 }, { constructor: 1 }];

const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);
const filter = (depth: number): unknown =>
  depth === 0 ? { variable: 'centre', in: ['x'] } : { not: filter(depth - 1) };

/** A value that a careless or hostile client sends in place of this one. */
export function spoiled(value: unknown, draw: Drawer): unknown {
  const kind = draw.below(12);
  if (kind < 5) return typeof value === 'number' ? draw.one(numbers) : draw.one(texts);
  if (kind === 5) return draw.one(numbers);
  if (kind === 6) return draw.one(others);
  if (kind === 7) return Array.from({ length: draw.one([2, 50, 2_000]) }, () => value);
  if (kind === 8) return nested(draw.one([3, 200]));
  if (kind === 9) return filter(draw.one([2, 10, 60]));
  if (kind === 10) return typeof value === 'string' ? value.repeat(draw.one([2, 40])) : String(value);
  return typeof value === 'string' ? [...value].toReversed().join('') : draw.one(texts);
}

/** The same variables with one or a few of their leaves spoiled. */
export function withSpoiled(value: unknown, draw: Drawer, share: number): unknown {
  if (draw.chance(share)) return spoiled(value, draw);
  if (Array.isArray(value)) return value.map((one) => withSpoiled(one, draw, share));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withSpoiled(one, draw, share)]));
}

/** A document that breaks off, is out of order, or asks for too much. */
export function spoiledText(text: string, draw: Drawer): string {
  const at = draw.below(text.length);
  return draw.one([
    text.slice(0, at),
    text.slice(0, at) + draw.one(['{', '}', '$', '"', '\u0000', '@x', '...f', '#', '1', '\ud800']) + text.slice(at),
    text.replace('{', `{ ${'a: __typename '.repeat(draw.one([2, 40]))}`),
    text.replace(/\b\w+\b/, draw.one(['__schema', 'fragment', 'nothing', 'subscription'])),
    `${text} ${text}`,
    `query ${'{ studies '.repeat(draw.one([5, 100]))}`,
    text + ' '.repeat(20_000),
  ]);
}
