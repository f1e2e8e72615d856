import { type CohortFilter, type Label, qualityRuleNames, qualityRules } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

/** A rule as it holds in a study. */
export interface RuleInStudy {
  /** The name of a rule of the portal, or the id of one of the study. */
  readonly key: string;
  readonly label: Label;
  readonly about: Label | null;
  readonly asks: Label;
  /** Of a rule of the study. */
  readonly condition: CohortFilter | null;
  readonly isOn: boolean;
  readonly raisesQuery: boolean;
  /** 0: nobody has decided yet. */
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

interface StoredRule {
  readonly id: string;
  readonly name: string | null;
  readonly label: Label;
  readonly condition: CohortFilter | null;
  readonly isOn: boolean;
  readonly raisesQuery: boolean;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const ownAsks: Label = {
  en: 'A rule of the study finds this patient: please check.',
  zh: '本研究的规则发现该患者，请核对。',
};

/** Those of the portal, then those of the study in the order of their English names. */
export async function readRules(tx: StudyTransaction, studyId: number): Promise<RuleInStudy[]> {
  const stored = await tx.rows<StoredRule>(
    `select q.id, q.name, json_build_object('en', q.label_en, 'zh', q.label_zh) as label, q.condition, q.is_on as "isOn",
       q.raises_query as "raisesQuery", q.version, q.updated_at as "updatedAt", q.updated_by as "updatedBy"
     from portal.quality_rule q where q.study_id = $1 order by lower(q.label_en), q.id`,
    [studyId],
  );
  const builtIn = qualityRuleNames.map((name): RuleInStudy => {
    const { label, about, asks, raisesQuery = false } = qualityRules[name];
    const decided = stored.find((one) => one.name === name);
    return {
      ...{ key: name, label, about, asks, condition: null },
      isOn: decided?.isOn ?? true,
      raisesQuery: decided?.raisesQuery ?? raisesQuery,
      version: decided?.version ?? 0,
      updatedAt: decided?.updatedAt ?? null,
      updatedBy: decided?.updatedBy ?? null,
    };
  });
  const own = stored
    .filter(({ name }) => name === null)
    .map(({ id, name: _, ...rule }): RuleInStudy => ({ ...rule, key: id, about: null, asks: ownAsks }));
  return [...builtIn, ...own];
}

export interface RuleSetting {
  readonly isOn: boolean;
  readonly raisesQuery: boolean;
}

/** @param rule - as it was read. @returns false where another version is stored by now. */
export async function storeSetting(
  tx: WriteTransaction,
  studyId: number,
  { key, condition, version }: RuleInStudy,
  { isOn, raisesQuery }: RuleSetting,
  by: string,
): Promise<boolean> {
  const stored =
    version === 0
      ? await tx.rows(
          `insert into portal.quality_rule (study_id, name, is_on, raises_query, updated_by) values ($1, $2, $3, $4, $5)
           on conflict (study_id, name) do nothing returning id`,
          [studyId, key, isOn, raisesQuery, by],
        )
      : await tx.rows(
          `update portal.quality_rule set is_on = $4, raises_query = $5, version = version + 1, updated_at = now(), updated_by = $6
           where study_id = $1 and ${condition ? 'id::text' : 'name'} = $2 and version = $3 returning id`,
          [studyId, key, version, isOn, raisesQuery, by],
        );
  return stored.length > 0;
}

export interface StoredOwnRule {
  readonly label: Label;
  readonly condition: CohortFilter;
}

/** @returns its id. */
export async function insertOwnRule(
  tx: WriteTransaction,
  studyId: number,
  { label, condition }: StoredOwnRule,
  by: string,
): Promise<string> {
  const [added] = await tx.rows<{ id: string }>(
    `insert into portal.quality_rule (study_id, label_en, label_zh, condition, updated_by) values ($1, $2, $3, $4, $5) returning id`,
    [studyId, label.en, label.zh, JSON.stringify(condition), by],
  );
  if (!added) throw new Error('a rule that was stored is not returned');
  return added.id;
}

/** @returns false where another version is stored by now. */
export async function updateOwnRule(
  tx: WriteTransaction,
  studyId: number,
  { key, version }: Pick<RuleInStudy, 'key' | 'version'>,
  { label, condition }: StoredOwnRule,
  by: string,
): Promise<boolean> {
  const changed = await tx.rows(
    `update portal.quality_rule set label_en = $4, label_zh = $5, condition = $6, version = version + 1, updated_at = now(),
       updated_by = $7
     where study_id = $1 and id = $2 and version = $3 and name is null returning id`,
    [studyId, key, version, label.en, label.zh, JSON.stringify(condition), by],
  );
  return changed.length > 0;
}

export interface Schedule {
  readonly nightly: boolean;
  /** 0: nobody has decided yet. */
  readonly version: number;
}

export async function readSchedule(tx: StudyTransaction, studyId: number): Promise<Schedule> {
  const [stored] = await tx.rows<Schedule>('select nightly, version from portal.quality_schedule where study_id = $1', [
    studyId,
  ]);
  return stored ?? { nightly: false, version: 0 };
}

/** @returns false where another version is stored by now. */
export async function storeSchedule(
  tx: WriteTransaction,
  studyId: number,
  { nightly, version }: Schedule,
  by: string,
): Promise<boolean> {
  const stored =
    version === 0
      ? await tx.rows(
          `insert into portal.quality_schedule (study_id, nightly, updated_by) values ($1, $2, $3)
           on conflict (study_id) do nothing returning id`,
          [studyId, nightly, by],
        )
      : await tx.rows(
          `update portal.quality_schedule set nightly = $3, version = version + 1, updated_at = now(), updated_by = $4
           where study_id = $1 and version = $2 returning id`,
          [studyId, version, nightly, by],
        );
  return stored.length > 0;
}
