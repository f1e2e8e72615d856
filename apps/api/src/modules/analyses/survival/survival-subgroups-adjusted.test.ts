import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { loadDemonstration } from '../../../demonstration/load-demonstration.ts';
import { addMembership } from '../../studies/declare-study.ts';
import { readAccess } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import { SurvivalSubgroupsService } from './survival-subgroups.service.ts';
import { type SubgroupRow } from './survival-subgroups.ts';

interface Line {
  readonly n: readonly [number, number];
  readonly events: readonly [number, number];
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
}
/** Written by survival-subgroups-adjusted.R beside this file, from data/demo-cohort/patients.csv alone. */
const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'survival-subgroups-adjusted.json'), 'utf8')) as {
  readonly left: number;
  readonly cut: number;
  readonly all: Line;
  readonly variables: readonly {
    readonly variable: string;
    readonly rows: readonly Line[];
    readonly statistic: number;
    readonly df: number;
    readonly p: number;
  }[];
};

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let service: SurvivalSubgroupsService;
let reader: PortalContext;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(
    `begin; select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true), set_config('app.reason', 'test', true);
     update portal.baseline set tumour_size_mm = null, version = version + 1, updated_by = 'test'
       where patient_id in (select id from portal.patient where code in ('SYN-0001', 'SYN-0002', 'SYN-0003'));
     commit`,
  );
  await owner.end();
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  const db = new StudyDb(dataSource);
  service = new SurvivalSubgroupsService(new SubjectStore(db), new StudyService(db));
  await addMembership(database.ownerUrl, { userId: 'reader', study: 'HAIC-DEMO', role: 'investigator', centre: null });
  const asker = { userId: 'reader', name: 'reader', email: '', studies: await readAccess(dataSource, 'reader') };
  reader = { asker, requestId: 'test' };
}, 120_000);

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

const request = {
  study: 'HAIC-DEMO',
  endpoint: 'OS',
  groupBy: 'arm',
  reference: 'HAIC',
  comparison: 'HTI',
  cohort: null,
  cuts: 'median',
  variables: ['portalVeinThrombus', 'ageYears'],
} as const;
/** In the order in which they are offered. */
const covariates = ['tumourSizeMm', 'ageYears', 'sex'];

function agree(row: SubgroupRow | null, { n, events, ratio, lower, upper, p }: Line): void {
  expect(row?.sides.map((side) => side.n)).toEqual(n);
  expect(row?.sides.map((side) => side.events)).toEqual(events);
  expect(row?.ratio?.hazardRatio).toBeCloseTo(ratio, 7);
  expect(row?.ratio?.lower).toBeCloseTo(lower, 7);
  expect(row?.ratio?.upper).toBeCloseTo(upper, 7);
  expect(row?.ratio?.pValue).toBeCloseTo(p, 7);
}

describe('a forest that is adjusted', () => {
  it('has the ratios, limits and tests of interaction of R', async () => {
    const found = await service.subgroups(reader, { ...request, covariates });
    agree(found.all, expected.all);
    expect(found.variables.map(({ variable }) => variable)).toEqual(expected.variables.map(({ variable }) => variable));
    for (const [k, { rows, statistic, df, p }] of expected.variables.entries()) {
      const own = found.variables[k]!;
      expect(own.rows.length).toBe(rows.length);
      rows.forEach((line, i) => agree(own.rows[i]!, line));
      expect(own.interaction.statistic).toBeCloseTo(statistic, 7);
      expect([own.interaction.df, own.interaction.pValue]).toEqual([df, expect.closeTo(p, 7)]);
    }
    expect(found.variables[1]!.rows.map(({ from, below }) => [from, below])).toEqual([
      [null, expected.cut],
      [expected.cut, null],
    ]);
    expect(found.covariates).toEqual(covariates);
    expect(found.method.map(({ code }) => code)).toEqual([
      ...['adjustedSubgroupRatios', 'adjustedInteraction', 'subgroupCuts', 'subgroupsLookedAt'],
    ]);
    expect(found.method[0]?.values).toMatchObject({ n: expected.left });
  });

  it('is crude without covariates, whatever was asked before', async () => {
    const { all, method, covariates: none } = await service.subgroups(reader, { ...request, covariates: [] });
    expect(all?.sides.map(({ n }) => n)).toEqual([97, 281]);
    expect([none, method[0]?.code]).toEqual([[], 'subgroupRatios']);
  });

  it('has a script that fits every line and both models of each test again', async () => {
    const { rows, script } = await service.files(reader, { ...request, covariates });
    expect(rows).toBe(378 - expected.left);
    for (const name of [
      'everybody',
      'portalVeinThrombus true',
      'ageYears: a ratio for each part',
      'ageYears: one ratio',
    ]) {
      expect(script).toContain(name);
    }
  });

  it('refuses what is no covariate, and takes no group for one', async () => {
    await expect(async () => service.subgroups(reader, { ...request, covariates: ['bestResponse'] })).rejects.toThrow(
      'bestResponse',
    );
    expect((await service.subgroups(reader, { ...request, covariates: ['arm', 'ageYears'] })).covariates).toEqual([
      'ageYears',
    ]);
  });

  it('says how many lines have few events, and which have no ratio', async () => {
    const { method, all } = await service.subgroups(reader, {
      ...request,
      cohort: { bclcStages: ['A'] },
      variables: ['sex'],
      covariates,
    });
    expect(all).not.toBeNull();
    expect(method.map(({ code }) => code)).toContain('adjustedSubgroupsFewEvents');
  });
});
