import { type QueryMove, queryMoveNames, queryMoves, queryStates, type Role, roleMay, takesMove } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskedStudy, code, openAskedStudy, study } from './asked-study.fixture.ts';

let at: AskedStudy;
beforeAll(async () => {
  at = await openAskedStudy();
}, 120_000);
afterAll(() => at?.close());

/** One for each pair of the two rights: both, either, neither. */
const differing = ['administrator', 'staff', 'monitor', 'statistician'] as const satisfies readonly Role[];

describe('a query', () => {
  it('is raised, answered, closed and reopened, each message kept with its author', async () => {
    const query = await at.raised();
    const answered = await at.said('staff', query, 'answered', 'Yes: the passport says 1961.');
    const closed = await at.said('monitor', answered, 'closed', '');
    const reopened = await at.said('dataManager', closed, 'reopened', 'The letter says 1962.');
    expect([query, answered, closed, reopened].map(({ state, version }) => [state, version])).toEqual([
      ['open', 1],
      ['answered', 2],
      ['closed', 3],
      ['open', 4],
    ]);
    expect(reopened.messages.map(({ kind, saidBy, text }) => [kind, saidBy, text])).toEqual([
      ['raised', 'monitor', 'Is the age that of enrolment?'],
      ['answered', 'staff', 'Yes: the passport says 1961.'],
      ['closed', 'monitor', ''],
      ['reopened', 'dataManager', 'The letter says 1962.'],
    ]);
  });

  it('has one entry of the trail for each message and each change of state', async () => {
    const query = await at.raised();
    await at.said('staff', query, 'answered');
    const { rows } = await at.owner.query<{ entry: string }>(
      `select a.user_id || ' ' || a.action || ' ' || a.form as entry from portal.audit_entry a where a.record_id = $1
         or a.form = 'data_query_message' and a.record_id in (select id from portal.data_query_message where query_id = $1)
       order by a.id`,
      [query.id],
    );
    expect(rows.map(({ entry }) => entry).toSorted()).toEqual([
      'monitor create data_query',
      'monitor create data_query_message',
      'staff correct data_query',
      'staff create data_query_message',
    ]);
  });

  it('is moved once where two move the same version: the second one is told', async () => {
    const query = await at.raised();
    const outcomes = await Promise.allSettled([
      at.said('staff', query, 'answered'),
      at.said('administrator', query, 'answered'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((one) => one.status === 'rejected');
    expect(code(refused?.reason)).toBe('CONFLICT');
  });

  it('takes in each state, from each role, what is declared and nothing else', async () => {
    for (const role of differing) {
      for (const state of queryStates) {
        for (const move of queryMoveNames) {
          const query = await at.raised();
          if (state !== 'open') await at.said('administrator', query, state === 'closed' ? 'closed' : 'answered');
          const version = state === 'open' ? 1 : 2;
          const mayMove = queryMoves[move].rights.some((right) => roleMay(role, right));
          const expected = !mayMove ? 'FORBIDDEN' : takesMove(state, move) ? undefined : 'CONFLICT';
          const error = await at.said(role, { id: query.id, version }, move).then(
            () => undefined,
            (cause: unknown) => cause,
          );
          expect(code(error), `${role} ${state} ${move}`).toBe(expected);
          if (expected !== undefined) expect(await inDatabase(role, query.id, version, move)).toBe(false);
        }
      }
    }
  });

  /** The same message by a statement of its own, without any code of the portal. */
  async function inDatabase(role: Role, id: string, version: number, kind: QueryMove): Promise<boolean> {
    const { asker } = await at.as(role);
    return at.db
      .write(asker, null, (tx) =>
        tx.rows(
          `insert into portal.data_query_message (query_id, centre_id, patient_id, kind, message, seen, updated_by)
           select id, centre_id, patient_id, $2, 'x', $3, 'x' from portal.data_query where id = $1 returning id`,
          [id, kind, version],
        ),
      )
      .then(
        () => true,
        (error: unknown) => {
          expect((error as Error).message).toMatch(/row-level security|does not take this/);
          return false;
        },
      );
  }

  it('is not rewritten or removed by the application', async () => {
    const query = await at.raised();
    const { asker } = await at.as('administrator');
    for (const sql of [
      `update portal.data_query set state = 'closed' where id = $1`,
      'delete from portal.data_query where id = $1',
      `update portal.data_query_message set message = 'x' where query_id = $1`,
      'delete from portal.data_query_message where query_id = $1',
    ]) {
      await expect(at.db.write(asker, null, (tx) => tx.rows(sql, [query.id]))).rejects.toThrow('permission denied');
    }
  });
});

describe('the list', () => {
  const all = { states: [], patientId: null, form: null, centre: null, mine: false };

  it('leaves out patients who are removed and still fills its pages; by form and asker it holds those alone', async () => {
    const { rows } = await at.owner.query<{ id: string }>(
      `with gone as (
         insert into portal.removed_record (id, removal, patient_id, patient_code, centre_id, form, version, "values", removed_by, reason)
         select g.id, g.id, g.id, 'GONE', c.id, 'patient', 1, '{}', 'x', 'x' from gen_random_uuid() g(id), portal.centre c where c.code = 'A' returning id, centre_id
       ) insert into portal.data_query (centre_id, patient_id, form, state, raised_by, user_id, updated_by)
         select centre_id, id, 'baseline', 'open', 'x', 'nobody', 'x' from gone, generate_series(1, 4) returning id`,
    );
    const gone = rows.map(({ id }) => id);
    const head = await at.as('head');
    const page = async (filter: object, first = 3) =>
      at.queries.page(head, study, { filter: { ...all, ...filter }, first, after: null });
    for (const filter of [{}, { states: ['open'] }, { centre: 'A' }]) {
      const shown = await page(filter);
      expect(shown).toHaveLength(3);
      expect(shown.filter(({ id }) => gone.includes(id))).toEqual([]);
    }
    expect(await page({ form: 'baseline' }, 200)).toEqual([]);
    const own = [await at.raised('head', at.elsewhere), await at.raised('head')].map(({ id }) => id);
    expect((await page({ mine: true }, 200)).map(({ id }) => id)).toEqual(own.toReversed());
    await at.owner.query('delete from portal.data_query where id = any ($1)', [gone]);
  });

  it('pages through every query once, the newest first, and counts those of the asker’s centres', async () => {
    await at.raised('head', at.elsewhere);
    const head = await at.as('head');
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await at.queries.page(head, study, { filter: all, first: 7, after });
      seen.push(...page.map(({ id }) => id));
      if (page.length < 7) break;
      after = page.at(-1)!.id;
    }
    const { rows } = await at.owner.query<{ id: string }>('select id from portal.data_query order by place desc');
    expect(seen).toEqual(rows.map(({ id }) => id));
    const counts = await at.queries.counts(head, study);
    expect(counts.open + counts.answered + counts.closed).toBe(rows.length);
    const atB = await at.queries.page(head, study, { filter: { ...all, centre: 'B' }, first: 50, after: null });
    expect(new Set(atB.map(({ patientCode }) => patientCode))).toEqual(new Set(['B1']));
    expect(
      await at.queries.page(await at.as('monitor'), study, { filter: { ...all, centre: 'B' }, first: 50, after: null }),
    ).toEqual([]);
  });
});
