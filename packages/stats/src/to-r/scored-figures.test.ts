import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCsv } from '../../reference/read-csv.ts';
import {
  calibration,
  calibrationCurve,
  classedScores,
  countsAt,
  measuredTable,
  netBenefit,
  precisionRecall,
} from '../index.ts';
import { type ScoredFigure, scoredFigureToR } from './scored-figures.ts';

const table = readCsv(new URL('../../reference/goldens/asah.csv', import.meta.url));
const column = (name: string) => (table[name] ?? []).map(Number);
const outcome = column('outcome').map((one) => one === 1);
const thresholds = [0.05, 0.2, 0.35, 0.5, 0.8];
/** aSAH: fitted probabilities, and S100B brought into 0 … 1, of which neither says anything exact. */
const scores = { pred: column('pred'), s100b: column('s100b').map((value) => value / 4) };
const folder = mkdtempSync(join(tmpdir(), 'scored-figures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const limits = (one: { value: number | null; lower: number | null; upper: number | null }) =>
  [one.value, one.lower, one.upper] as const;

/** Every figure of these scores, as the methods of this package make it. */
function figuresOf(score: readonly number[], isFlipped: boolean): readonly ScoredFigure[] {
  const positive = outcome.map((one) => one !== isFlipped);
  const probability = score.map((value) => (isFlipped ? 1 - value : value));
  const pr = precisionRecall(score, positive, { direction: isFlipped ? 'lower-is-positive' : 'higher-is-positive' });
  const found = calibration(probability, positive);
  const curve = calibrationCurve(probability, positive, { groupCount: 5 });
  const benefit = netBenefit(probability, positive, thresholds).points;
  const { counts, metrics, measures } = measuredTable(countsAt(classedScores(score, outcome), 0.3, isFlipped));
  const bins = (isIn: boolean) =>
    Array.from(
      { length: 8 },
      (_, i) => score.filter((s, at) => positive[at] === isIn && Math.floor(s * 8) === i).length,
    );
  return [
    {
      kind: 'table',
      threshold: 0.3,
      counts: [counts.tp, counts.fp, counts.fn, counts.tn],
      measures: Object.fromEntries(
        [...metrics.filter(({ name }) => name !== 'f1'), ...measures].map((one) => [one.name, limits(one)]),
      ),
    },
    { kind: 'precisionRecall', ...pr, average: [pr.averagePrecision, pr.lower, pr.upper] },
    {
      kind: 'calibration',
      measures: {
        ...found,
        slope: [found.slope, found.slopeLower, found.slopeUpper],
        intercept: [found.inTheLarge, found.inTheLargeLower, found.inTheLargeUpper],
      },
      groupCount: 5,
      groups: {
        n: curve.points.map(({ n }) => n),
        meanPredicted: curve.points.map(({ meanPredicted }) => meanPredicted),
        observedRate: curve.points.map(({ observedRate }) => observedRate),
        lower: curve.points.map(({ lower }) => lower),
        upper: curve.points.map(({ upper }) => upper),
      },
      smooth: curve,
    },
    {
      kind: 'decision',
      thresholds,
      model: benefit.map(({ model }) => model),
      treatAll: benefit.map(({ treatAll }) => treatAll),
    },
    { kind: 'histogram', bins: 8, positive: bins(true), negative: bins(false) },
  ];
}

const cases = Object.entries(scores).flatMap(([name, score]) =>
  [false, true].flatMap((isFlipped) =>
    figuresOf(score, isFlipped).map((figure) => ({ name, score, isFlipped, figure, kind: figure.kind })),
  ),
);
const canRun = spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;

function run({ score, isFlipped, figure }: (typeof cases)[number]) {
  const positive = outcome.map((one) => one !== isFlipped);
  const of = { n: score.length, nPositive: positive.filter(Boolean).length, isFlipped };
  const rows = score.map((value, i) => `${value},${positive[i] ? 1 : 0}`);
  writeFileSync(join(folder, 'scores.csv'), ['score,positive', ...rows].join('\n'));
  writeFileSync(join(folder, 'check.R'), scoredFigureToR(of, figure, ['a test'], 'scores.csv'));
  return spawnSync('Rscript', ['check.R'], { cwd: folder, encoding: 'utf8' });
}

describe('scoredFigureToR', () => {
  it('carries the numbers that R has to find', () => {
    const figure = { kind: 'histogram', bins: 2, positive: [1, 0], negative: [0, 2] } as const;
    const script = scoredFigureToR({ n: 3, nPositive: 1, isFlipped: false }, figure, ['of\na test'], 'scores.csv');
    expect(script).toContain('# of a test\n');
    expect(script).toContain('c(0, 2))');
  });

  it.skipIf(!canRun).each(cases)(
    'is a script of $kind with which R agrees, of $name, low scores positive: $isFlipped',
    { timeout: 60_000 },
    (one) => expect(run(one)).toMatchObject({ status: 0, stderr: '' }),
  );

  it.skipIf(!canRun).each(cases.filter(({ name, isFlipped }) => name === 'pred' && !isFlipped))(
    'is a script of $kind that stops at a number that is another',
    { timeout: 60_000 },
    (one) => {
      const text = JSON.stringify(one.figure, (_, value: unknown) =>
        typeof value === 'number' && value !== 0.3 && !thresholds.includes(value) && value !== 5 && value !== 8
          ? value + 0.01
          : value,
      );
      expect(run({ ...one, figure: JSON.parse(text) as ScoredFigure }).stderr).toMatch(/R has/);
    },
  );
});
