import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForgetDerivedResponses1764000000013 } from '../../../../../migrations/1764000000013-forget-derived-responses.ts';
import { openDataSource } from '../../db/data-source.ts';
import { IMAGE, openStudyOfRecords } from './study-of-records.fixture.ts';

let opened: Awaited<ReturnType<typeof openStudyOfRecords>>;
beforeAll(async () => {
  opened = await openStudyOfRecords('FORGOTTEN');
});
afterAll(() => opened?.close());

describe('the migration that clears derived responses', () => {
  it('clears those that the old order may have got wrong, keeps the rest, and removes no duplicate', async () => {
    const images = async (...rows: string[]) => {
      const patient = await opened.aPatient();
      await opened.imported(
        IMAGE,
        rows.map((row) => `${patient.code},C1,${row}`),
      );
      return patient;
    };
    const sound = await images('2022-01-11,0,100', '2022-03-12,1,60');
    const disordered = await images('2022-01-11,0,100', '2022-03-12,2,60', '2022-05-12,1,60');
    const unbased = await images('2022-03-12,1,60');
    const doubled = await images('2022-01-11,0,100', '2022-03-12,1,60');
    await opened.double(doubled.id);
    const owner = openDataSource(opened.database.ownerUrl, 1);
    await owner.initialize();
    try {
      await owner.transaction(({ queryRunner }) => new ForgetDerivedResponses1764000000013().up(queryRunner!));
    } finally {
      await owner.destroy();
    }
    const rulesOf = ({ id }: { id: string }) =>
      opened.db.read(opened.operator, (tx) =>
        tx.rows<{ rule: string | null }>(
          'select derived_rule as rule from portal.tumour_assessment where patient_id = $1 order by assessed_on',
          [id],
        ),
      );
    expect((await rulesOf(sound)).map(({ rule }) => rule)).toEqual(['baselineVisit', 'shrinkageBelowBaseline']);
    expect((await rulesOf(disordered)).map(({ rule }) => rule)).toEqual([null, null, null]);
    expect((await rulesOf(unbased)).map(({ rule }) => rule)).toEqual([null]);
    expect((await rulesOf(doubled)).map(({ rule }) => rule)).toEqual([null, null, null, null]);
    const forced = await opened.pool.query(
      `select relname from pg_class where relname in ('tumour_assessment', 'treatment') and not relforcerowsecurity`,
    );
    expect(forced).toEqual([]);
  });
});
