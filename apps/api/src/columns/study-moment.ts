import { type SubjectVariable } from '@haim/schema';
import { notFound } from '../context/portal-error.ts';
import { type ReadTransaction } from '../db/study-db.ts';
import { type CountedPopulation } from './counted-population.ts';
import { type DeclaredField, variablesOfFields } from './frozen.ts';
import { type SubjectColumns } from './subject-columns.ts';

/** What rows are of, whether or not there are columns of them. */
export type StudyMoment = Pick<SubjectColumns, 'version' | 'own' | 'frozen'>;

export interface Moment {
  readonly version: number;
  readonly recipeId: number;
  readonly own: readonly SubjectVariable[];
  readonly layout: string;
  readonly counted: CountedPopulation;
  /** Of the cohorts that the study keeps; null where it keeps none. */
  readonly stamp: number | null;
}

const moment = {
  name: 'study-moment',
  text: `select coalesce(v.version, 0)::float8 as version, s.recipe_id as "recipeId", (
      select json_agg(json_build_object('form', f.form, 'name', f.name, 'kind', f.kind, 'unit', f.unit, 'codes', f.codes,
        'known', f.known, 'counts', f.counts, 'label', json_build_object('en', f.label_en, 'zh', f.label_zh)) order by f.position, f.name)
      from portal.study_field f where f.study_id = s.id and f.state = 'published' and f.known is not null
    ) as fields, coalesce(e.population, 'eligible') as population, (
      select coalesce(json_agg(json_build_object('code', c -> 'code', 'label', c -> 'label')), '[]') from jsonb_array_elements(e.criteria) c
    ) as criteria, k.stamp
    from portal.study s left join portal.saved_cohort_stamp k on k.study_id = s.id left join portal.study_version v on v.study_id = s.id
    left join portal.study_eligibility e on e.study_id = s.id where s.id = $1`,
};

/** @throws NOT_FOUND for a study that is absent, or not the asker's. */
export async function momentOf(tx: ReadTransaction, studyId: number): Promise<Moment> {
  const [found] = await tx.rows<
    {
      version: number;
      recipeId: number;
      fields: readonly DeclaredField[] | null;
      stamp: number | null;
    } & CountedPopulation
  >(moment, [studyId]);
  if (!found) throw notFound('study');
  const { fields, population, criteria, ...rest } = found;
  const own = variablesOfFields(fields ?? []);
  // Words of codes that were added later are numbered as they come.
  return {
    ...rest,
    own,
    counted: { population, criteria },
    layout: own.map(({ name, kind }) => `${name} ${kind}`).join(),
  };
}
