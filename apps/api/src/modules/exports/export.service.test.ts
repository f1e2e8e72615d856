import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byPatient, day, openExportedStudy, study } from './exported-study.fixture.ts';

let at: Awaited<ReturnType<typeof openExportedStudy>>;
let exported: typeof at.exported;
let everywhere: typeof at.everywhere;

beforeAll(async () => {
  at = await openExportedStudy();
  ({ exported, everywhere } = at);
}, 120_000);
afterAll(() => at?.close());

describe('without identities', () => {
  it('has every patient, and nothing that somebody wrote', async () => {
    const files = await exported(everywhere());
    expect(
      files
        .table('analysis')
        .map(({ patient }) => patient)
        .toSorted(),
    ).toEqual(Array.from({ length: 12 }, (_, k) => `P${k + 1}`).toSorted());
    for (const name of files.names) expect(files.text(name), name).not.toContain('Zhang');
    expect(files.text('README.md')).toContain('Left out as free text: baseline.own_referred_by');
    expect(files.text('README.md')).not.toContain('2024-02-29');
  });

  it('moves all dates of a patient by one number of days of their own, alike in every export', async () => {
    const [first, second] = [
      await exported(everywhere()),
      await exported(at.person(['statistician', at.access.centres.slice(0, 1)])),
    ];
    const [starts, contacts, again] = [
      first.table('treatment'),
      first.table('follow_up'),
      second.table('treatment'),
    ].map(byPatient);
    const shifts = [...(starts ?? [])].map(([code, row]) => {
      const from = day('2022-01-01') + Number(code.slice(1));
      expect(day(contacts?.get(code)?.['contact_on'] ?? '') - day(row['started_on'] ?? '')).toBe(100);
      return from - day(row['started_on'] ?? '');
    });
    expect(shifts.every((shift) => shift >= 1 && shift <= 365)).toBe(true);
    expect(new Set(shifts).size).toBeGreaterThan(6);
    expect(again?.size).toBe(6);
    for (const [code, row] of again ?? []) expect(row['started_on']).toBe(starts?.get(code)?.['started_on']);
    expect(byPatient(first.table('analysis')).get('P1')?.['started_on']).toBe(starts?.get('P1')?.['started_on']);
  });

  it('takes whoever is older than 90 as 90', async () => {
    const files = await exported(everywhere());
    expect(byPatient(files.table('demographics')).get('P1')?.['age_years']).toBe('90');
    expect(byPatient(files.table('analysis')).get('P1')?.['age_years']).toBe('90');
    expect(byPatient(files.table('analysis')).get('P2')?.['age_years']).toBe('52');
  });

  it('has terms of the standard and those that many share, and says where one is left out', async () => {
    const rows = (await exported(everywhere())).table('adverse_event');
    const terms = (term: string) => rows.filter((row) => row['term'] === term).length;
    expect([rows.length, terms('Fatigue'), terms("'=a formula of all")]).toEqual([25, 12, 12]);
    expect(
      rows.filter((row) => row['missing_term'] === 'withheld').map(({ patient, term }) => [patient, term]),
    ).toEqual([['P2', '']]);
    expect(rows.every((row) => /^202[12]-\d\d$/.test(row['started_on'] ?? ''))).toBe(true);
  });
});

describe('each table', () => {
  it('has reasons beside what is missing, and the fields of the study', async () => {
    const files = await exported(everywhere());
    const [row] = files.table('baseline');
    expect(row).toMatchObject({ afp_ng_ml: '', missing_afp_ng_ml: 'notDone', own_pack_years: '12.5' });
    expect(files.table('analysis')[0]).toMatchObject({
      ...{ afp_ng_ml: '', missing_afp_ng_ml: 'notDone', own_pack_years: '12.5', os_days: '100', os_event: 'true' },
      recipe: 'haic-default 2',
    });
  });

  it('is described column by column, code by code', async () => {
    const files = await exported(everywhere());
    const described = files
      .table('dictionary')
      .filter(({ table }) => table === 'baseline')
      .map(({ column }) => column);
    expect(described).toEqual(Object.keys(files.table('baseline')[0] ?? {}));
    const arms = files.table('codes').filter(({ table, column }) => table === 'analysis' && column === 'arm');
    expect(arms.map(({ code, label_en }) => [code, label_en])).toEqual([
      ['HAIC', 'Arm HAIC'],
      ['HTI', 'Arm HTI'],
    ]);
  });
});

describe('with true dates and texts', () => {
  const asked = { isIdentified: true, reason: 'a reason of the test' };

  it('has them', async () => {
    const files = await exported(everywhere('dataManager'), asked);
    expect(byPatient(files.table('treatment')).get('P3')?.['started_on']).toBe('2022-01-04');
    expect(byPatient(files.table('follow_up')).get('P1')?.['cause_of_death']).toContain('Zhang');
    expect(byPatient(files.table('demographics')).get('P1')?.['age_years']).toBe('93');
    expect(files.text('README.md')).toContain('a reason of the test');
  });

  it('needs the right and a reason', async () => {
    await expect(exported(everywhere(), asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(exported(everywhere('dataManager'), { isIdentified: true, reason: ' ' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('who exports', () => {
  it('has the rows of those centres alone for which a role may export, and the files say so', async () => {
    const [a, b] = [at.access.centres.slice(0, 1), at.access.centres.slice(1)];
    const files = await exported(at.person(['statistician', a], ['monitor', b]));
    for (const table of ['analysis', 'treatment', 'adverse_event']) {
      expect([...new Set(files.table(table).map(({ centre }) => centre))], table).toEqual(['A']);
    }
    expect(files.text('README.md')).toContain('The study has others');
  });

  it('is refused by whatever role has no right to', async () => {
    await expect(exported(everywhere('monitor'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(exported({ ...everywhere(), studies: [] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is in the trail before a row is read, and stays there when the export is cancelled', async () => {
    const leaving = new AbortController();
    leaving.abort(new Error('left'));
    await at.owner.query('create temp table before as select max(id) as id from portal.audit_entry');
    await expect(
      exported(everywhere('dataManager'), { isIdentified: true, reason: 'to be cancelled' }, leaving.signal),
    ).rejects.toThrow();
    const { rows } = await at.owner.query(
      `select user_name, reason, details from portal.audit_entry where action = 'exported' and id > (select id from before)`,
    );
    expect(rows).toEqual([
      {
        user_name: 'Ada',
        reason: 'to be cancelled',
        details: { what: 'dataTables', format: 'csv', identified: true, rows: 12 },
      },
    ]);
  });
});

describe('what is exported', () => {
  it('may be a cohort', async () => {
    const cohort = { variable: 'tumourSizeMm', between: [80, null] } as const;
    const files = await exported(everywhere(), { cohort });
    const wanted = ['P10', 'P11', 'P12', 'P8', 'P9'];
    expect(files.table('analysis').map(({ patient }) => patient)).toEqual(wanted);
    expect(files.table('follow_up').map(({ patient }) => patient)).toEqual(wanted);
    await expect(exported(everywhere(), { cohort: { variable: 'own_none', in: ['x'] } })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('may be a snapshot, which keeps the analysis row and the adverse events', async () => {
    const made = await at.snapshots.make({ asker: everywhere(), requestId: '' }, study, {
      name: 'first',
      reason: 'test',
    });
    await at.owner.query(
      `begin; select set_config('app.user_id', 'test', true); update portal.baseline set tumour_size_mm = 222; commit`,
    );
    const files = await exported(everywhere(), { snapshot: made.id });
    expect(files.names.filter((name) => name.endsWith('.csv')).toSorted()).toEqual([
      'adverse_event.csv',
      'analysis.csv',
      'codes.csv',
      'dictionary.csv',
    ]);
    expect(byPatient(files.table('analysis')).get('P3')).toMatchObject({
      tumour_size_mm: '30',
      own_pack_years: '12.5',
    });
    expect(files.table('adverse_event').length).toBe(25);
    expect(files.text('README.md')).toContain(made.sha256);
    expect(byPatient((await exported(everywhere())).table('analysis')).get('P3')?.['tumour_size_mm']).toBe('222');
    await expect(exported(everywhere(), { snapshot: at.access.studyId.toString() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
