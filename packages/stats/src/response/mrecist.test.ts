import { readFileSync } from 'node:fs';
import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { bestOverallResponse } from './best-response.ts';
import { mrecistSeries, type MrecistVisit } from './mrecist.ts';

const visit = (sumViableDiameterMm: number | null, newLesion = false): MrecistVisit => ({
  sumViableDiameterMm,
  newLesion,
});
const responses = (...sums: (number | null)[]) => mrecistSeries(sums.map((sum) => visit(sum))).map((a) => a.response);

describe('mrecistSeries', () => {
  it.each<[string, (number | null)[], (string | null)[]]>([
    ['-30 % exactly is PR', [100, 70], [null, 'PR']],
    ['a hair less is SD', [100, 70.1], [null, 'SD']],
    ['-30 % of decimals is PR', [0.7, 0.49], [null, 'PR']],
    ['+20 % exactly is PD', [50, 60], [null, 'PD']],
    ['a hair less is SD', [50, 59.9], [null, 'SD']],
    ['+20 % of decimals is PD', [50.5, 60.6], [null, 'PD']],
    ['PD counts from the nadir, and comes before PR', [100, 40, 48], [null, 'PR', 'PD']],
    ['the nadir includes the baseline', [100, 110, 120], [null, 'SD', 'PD']],
    ['a sum of 0 is CR, and any return PD', [80, 0, 0, 1], [null, 'CR', 'CR', 'PD']],
    ['an unmeasurable target is NE and leaves the nadir', [100, null, 119], [null, 'NE', 'SD']],
    ['no measurable baseline allows no judgement', [null, 50], [null, 'NE']],
  ])('%s', (_rule, sums, wanted) => {
    expect(responses(...sums)).toEqual(wanted);
  });

  it('takes a new lesion as PD whatever the sum', () => {
    const series = mrecistSeries([visit(100), visit(10, true), visit(null, true)]);
    expect(series.map(({ response }) => response)).toEqual([null, 'PD', 'PD']);
    expect(series[1]?.rule).toEqual(statement('newLesion'));
  });

  it('requires 5 mm of growth only as an option', () => {
    const visits = [visit(20), visit(24)];
    expect(mrecistSeries(visits)[1]?.response).toBe('PD');
    expect(mrecistSeries(visits, { absoluteIncreaseMm: 5 })[1]?.response).toBe('SD');
  });

  it('refuses no visit and a negative sum', () => {
    expect(() => mrecistSeries([])).toThrow(StatsInputError);
    expect(() => mrecistSeries([visit(-1)])).toThrow(StatsInputError);
  });
});

describe('bestOverallResponse', () => {
  it('is the best up to the first progression', () => {
    const best = bestOverallResponse([visit(100), visit(90), visit(120), visit(60)]);
    expect(best).toMatchObject({ response: 'SD', visit: 1, progressionVisit: 2 });
  });

  it('keeps a later progression beside a complete response', () => {
    expect(bestOverallResponse([visit(100), visit(0), visit(5)])).toMatchObject({
      response: 'CR',
      progressionVisit: 2,
    });
  });

  it('is NE without a visit after baseline, or with an SD too early', () => {
    expect(bestOverallResponse([visit(100)]).response).toBe('NE');
    const early = [visit(100), { ...visit(95), day: 20 }];
    expect(bestOverallResponse(early, { stableFromDay: 42 }).response).toBe('NE');
    expect(bestOverallResponse(early).response).toBe('SD');
    expect(() => bestOverallResponse([visit(100), visit(95)], { stableFromDay: 42 })).toThrow(StatsInputError);
  });
});

const cohort = new URL('../../../../data/demo-cohort/', import.meta.url);

describe('the demonstration cohort', () => {
  const read = (name: string) => {
    const [head = [], ...rows] = readFileSync(new URL(name, cohort), 'utf8')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
    return rows.map((cells) => Object.fromEntries(head.map((column, i) => [column, cells[i] ?? ''])));
  };
  const patients = read('patients.csv');
  const lesions = Map.groupBy(read('lesions.csv'), (row) => row.id);
  const seriesOf = (id: string | undefined) =>
    (lesions.get(id) ?? []).map((row) => ({
      sumViableDiameterMm: row.sum_mm === '' ? null : Number(row.sum_mm),
      newLesion: row.new_lesion === 'TRUE',
      day: Number(row.day),
    }));

  it('has each patient’s best response', () => {
    const agreeing = patients.filter(
      (patient) => bestOverallResponse(seriesOf(patient.patient_id)).response === patient.best_response_mrecist,
    );
    expect(agreeing).toHaveLength(378);
    expect(patients).toHaveLength(378);
  });

  it('has each progression on its day', () => {
    const progressed = patients.filter((patient) => patient.pfs_event_type === 'progression');
    const agreeing = progressed.filter((patient) => {
      const visits = seriesOf(patient.patient_id);
      const { progressionVisit } = bestOverallResponse(visits);
      return progressionVisit !== null && visits[progressionVisit]?.day === Number(patient.pfs_days);
    });
    expect(progressed).toHaveLength(167);
    expect(agreeing).toHaveLength(167);
  });
});
