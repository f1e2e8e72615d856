import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import asah from '../../../../../../packages/stats/reference/evaluation.json' with { type: 'json' };
import { type SubjectColumns } from '../../../columns/index.ts';
import { type TableFiles } from '../table-files.ts';
import { comparisonFiles } from './comparison-files.ts';
import { compareScores } from './evaluation-comparison.ts';
import { evaluationFigures, evaluationFiles } from './evaluation-files.ts';
import { figures } from './evaluation-figures.ts';
import { type ScoreSource } from './evaluation-sources.ts';
import { outcomeFiles } from './outcome-files.ts';
import lung from './score-outcome.json' with { type: 'json' };
import { scoreOutcome } from './score-outcome.ts';

/** Scripts of real data: aSAH and lung. What they compare was computed here, so that R is the one that knows. */
const folder = mkdtempSync(join(tmpdir(), 'score-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const canRun = spawnSync('Rscript', ['-e', 'library(survival)'], { stdio: 'ignore' }).status === 0;

function run({ name, data, script }: TableFiles) {
  writeFileSync(join(folder, `${name}.csv`), data);
  writeFileSync(join(folder, 'check.R'), script);
  return spawnSync('Rscript', ['check.R'], { cwd: folder, encoding: 'utf8' });
}

const { outcome, reclassification } = asah.cases;
const [pair] = reclassification;
const rowOf = (score: number, i: number) => ({
  patientId: `p${i}`,
  patientCode: `P-${i}`,
  slideId: null,
  set: 'internal',
  takenOn: null,
  scanner: ['aperio', 'hamamatsu', null][i % 3]!,
  score,
  bestResponse: outcome[i] === 1 ? 'PD' : 'CR',
  contradictions: 0,
  isOutlined: null,
});
/** Of a study without own fields, whose patients have an age that follows from their place. */
const columns = {
  own: [],
  find: () => new Map(outcome.map((_, i) => [`p${i}`, { value: () => 30 + ((i * 37) % 50), word: () => null }])),
} as unknown as SubjectColumns;
const about = { name: 'asah', title: 'aSAH', variables: ['scanner', 'ageYears'] };

describe.skipIf(!canRun)('R agrees with the script', () => {
  const cases = [false, true].flatMap((isFlipped) => evaluationFigures.map((figure) => ({ figure, isFlipped })));
  it.each(cases)(
    'of $figure of aSAH, low scores positive: $isFlipped',
    { timeout: 60_000 },
    ({ figure, isFlipped }) => {
      const rule = { threshold: 0.35, scoreOfPatient: 'first', isFlipped } as const;
      const found = { ...figures(pair!.b.map(rowOf), rule), columns };
      const files = evaluationFiles(found, figure, about);
      expect(files.rows).toBe(outcome.length);
      expect(run(files)).toMatchObject({ status: 0, stderr: '' });
      // One more case than the portal counted, and R says so.
      const more = { ...files, data: `${files.data.trimEnd()}\n0.5,1${figure === 'subgroups' ? ',aperio,40' : ''}\n` };
      expect(run(more).stderr).toMatch(/R has/);
    },
  );

  it('of the comparison of two scores of aSAH', { timeout: 60_000 }, () => {
    const source = (id: string, threshold: number) => ({ id, modelName: id, threshold }) as ScoreSource;
    const compared = compareScores(
      [
        { source: source('a', 0.3), rows: pair!.a.map(rowOf), warnings: [] },
        { source: source('b', 0.4), rows: pair!.b.map(rowOf), warnings: [] },
      ],
      'INTERNAL',
      'first',
    );
    const files = comparisonFiles(compared, 'comparison', 'aSAH');
    expect(files.script).toMatch(/integrated, limits, p/);
    expect(run(files)).toMatchObject({ status: 0, stderr: '' });
  });

  it('of survival and response by score of lung', { timeout: 60_000 }, () => {
    const patients = lung.patients.map((one) => ({ ...one, event: one.event === 1, responded: one.responded === 1 }));
    const arms = ['A', 'B'];
    for (const threshold of [lung.threshold, null]) {
      const numbers = scoreOutcome(patients, threshold, arms);
      const files = outcomeFiles({ patients, numbers, threshold, arms }, 'outcome', 'lung');
      expect(files.script).toMatch(/spline, upper limits/);
      expect(run(files)).toMatchObject({ status: 0, stderr: '' });
    }
  });
});
