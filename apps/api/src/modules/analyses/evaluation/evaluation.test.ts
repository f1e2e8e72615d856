import { statement } from '@haim/schema';
import { expect, it } from 'vitest';
import { figures } from './evaluation-figures.ts';
import { rocFor } from './roc-for-picture.ts';

const row = (score: number, bestResponse: string | null, isOutlined: boolean | null) => ({
  patientId: `p${score}`,
  patientCode: `P-${score}`,
  slideId: `s${score}`,
  set: 'internal',
  takenOn: null,
  scanner: null,
  score,
  bestResponse,
  contradictions: 0,
  isOutlined,
});

const evaluated = (rows: readonly ReturnType<typeof row>[], threshold: number) =>
  figures(rows, { threshold, scoreOfPatient: 'first' });

it('agrees with AUC and matrix counted by hand, and leaves out patients without an evaluable response', () => {
  // Of the 2 x 2 pairs of SD/PD and CR/PR three are in order: 0.9 > 0.2, 0.9 > 0.6, 0.5 > 0.2.
  const found = evaluated(
    [row(0.9, 'PD', null), row(0.5, 'SD', null), row(0.2, 'CR', null), row(0.6, 'PR', null), row(0.7, 'NE', null)],
    0.55,
  );
  expect(found).toMatchObject({ n: 4, nPositive: 2, nNegative: 2, auc: 0.75 });
  expect(found.confusion).toMatchObject({ truePositive: 1, falsePositive: 1, falseNegative: 1, trueNegative: 1 });
  expect(found.warnings).toContainEqual(statement('scoredWithoutResponse', { n: 1 }));
});

it.each([
  [[true, false, false, true], [statement('outlinedAndWhole', { outlined: 2, computed: 4 })]],
  [[false, false, false, false], []],
  [[true, true, true, true], []],
  [[null, null, null, null], []],
])('names a mixture of whole slides and outlines: %j', (outlined, said) => {
  const responses = ['PD', 'SD', 'CR', 'PR'];
  const rows = outlined.map((isOutlined, i) => row(0.2 * (i + 1), responses[i]!, isOutlined));
  expect(evaluated(rows, 0.5).warnings.filter(({ code }) => code === 'outlinedAndWhole')).toEqual(said);
});

it('counts the contradictory records of the cases, and of no patient without a class or a second time', () => {
  // A patient with an image after a death (bit 2) and a repeated visit number (bit 3); one with the latter alone.
  const rows = [
    { ...row(0.9, 'PD', null), contradictions: 0b1100 },
    { ...row(0.5, 'SD', null), contradictions: 0b1000 },
    { ...row(0.2, 'CR', null), contradictions: 0 },
    { ...row(0.7, 'NE', null), contradictions: 0b1000 },
  ];
  const again = { ...rows[0]!, slideId: 'second' };
  expect(evaluated([...rows, again], 0.5).contradictions.map(({ reason, n }) => [reason, n])).toEqual([
    ['afterDeath', 1],
    ['visitTwice', 2],
  ]);
});

it('sends of a curve what the pixels of a picture show, with exact numbers, and all of it without a picture', () => {
  const responses = ['PD', 'CR', 'SD', 'PR'];
  const whole = evaluated(
    Array.from({ length: 4_000 }, (_, i) => row(((i * 7_919) % 4_000) / 4_000, responses[i % 4]!, null)),
    0.5,
  );
  expect(whole.thresholds.length).toBe(4_001);
  const { thresholds, sensitivity, specificity } = whole;
  expect(rocFor(whole, null)).toEqual({ thresholds, sensitivity, specificity });
  const drawn = rocFor(whole, 100);
  expect(drawn.thresholds.length).toBeLessThanOrEqual(400);
  const places = drawn.thresholds.map((at, i) => (at === null ? (i === 0 ? 0 : 4_000) : thresholds.indexOf(at)));
  expect(places).not.toContain(-1);
  expect(drawn.sensitivity).toEqual(places.map((at) => sensitivity[at]));
  expect(drawn.specificity).toEqual(places.map((at) => specificity[at]));
  for (const width of [0, -5, 10_001]) expect(() => rocFor(whole, width)).toThrow('width must be from 1 to 10000');
});
