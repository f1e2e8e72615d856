import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MinimumFollowUp } from '@haim/schema';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { loadDemonstration } from '../../../demonstration/load-demonstration.ts';
import { addMembership, declareStudy, type StudyDeclaration } from '../../studies/declare-study.ts';
import { readAccess } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import { SurvivalService } from './survival.service.ts';

interface Expected {
  readonly n: number;
  readonly short: number;
  readonly chiSquare: number;
  readonly arms: readonly { arm: string; n: number; events: number; median: number; lower: number; upper: number | null }[];
} // prettier-ignore
/** Written by minimum-follow-up.R beside this file, from data/demo-cohort/patients.csv alone. */
const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'minimum-follow-up.json'), 'utf8')) as {
  months: number;
  exclude: Expected;
  warn: Expected;
};
const demonstration = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../../data/demo-cohort/study.json'), 'utf8'),
) as StudyDeclaration;

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let survival: SurvivalService;

async function member(userId: string, role: 'investigator' | 'staff', centre: string | null): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role, centre });
  const asker = { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) };
  return { asker, requestId: 'test' };
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  const db = new StudyDb(dataSource);
  const columns = new SubjectStore(db);
  survival = new SurvivalService(columns, new StudyService(db), new StudyAnswers(db, columns));
}, 120_000);

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

const question = { study: 'HAIC-DEMO', endpoint: 'OS', groupBy: 'arm', cohort: null, confType: 'log' } as const;

async function analyse(minimumFollowUp: MinimumFollowUp | null, scope: 'own' | 'study' = 'own') {
  await declareStudy(database.ownerUrl, { ...demonstration, minimumFollowUp });
  const reader = scope === 'own' ? await member('reader', 'investigator', null) : await member('nfh', 'staff', 'NFH');
  return survival.analyse(reader, { ...question, scope });
}

describe('the minimum follow-up of a study', () => {
  it.each(['exclude', 'warn'] as const)('of the demonstration gives the curves of R: %s', async (handling) => {
    const found = await analyse({ months: expected.months, handling });
    const { n, short, chiSquare, arms } = expected[handling];
    expect([found.n, found.minimumFollowUp?.n]).toEqual([n, short]);
    const reasons = found.droppedReasons.map((one) => [one.reason, one.n]);
    expect(reasons).toEqual(handling === 'exclude' ? [['shortFollowUp', short]] : []);
    expect(found.logRank?.chiSquare).toBeCloseTo(chiSquare, 8);
    const curves = found.curves.map(({ label, curve }) => {
      const { estimate: median, lower, upper } = curve.median;
      return { arm: label, n: curve.n, events: curve.events, median, lower, upper };
    });
    expect(curves.toSorted((a, b) => a.arm.localeCompare(b.arm))).toEqual(arms);
  });

  it('is said with its number, in both languages', async () => {
    const { minimumFollowUp } = await analyse({ months: 24, handling: 'exclude' });
    expect(minimumFollowUp?.rule).toEqual({ code: 'followUpExcluded', values: { months: 24, n: '108' } });
    expect((await analyse(null)).minimumFollowUp).toBeNull();
    expect((await analyse(null)).n).toBe(378);
  });

  it('is said of all centres as a rounded number', async () => {
    const { minimumFollowUp, protection } = await analyse({ months: 24, handling: 'exclude' }, 'study');
    expect(protection).not.toBeNull();
    expect(minimumFollowUp?.rule.values).toEqual({ months: 24, n: '110' });
  });

  it('is refused where no cut-off is there to count back from', async () => {
    const minimumFollowUp = { months: 24, handling: 'exclude' } as const;
    await expect(
      declareStudy(database.ownerUrl, { ...demonstration, cutoffOn: null, minimumFollowUp }),
    ).rejects.toMatchObject({ extensions: { issues: [{ field: 'minimumFollowUp.months' }] } });
  });
});
