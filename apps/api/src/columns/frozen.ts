import {
  type MinimumFollowUp,
  type OwnField,
  ownVariables,
  type ScoreOfPatient,
  type SubjectVariable,
} from '@haim/schema';
import { isId } from '../context/id.ts';
import { notFound } from '../context/portal-error.ts';
import { type ReadTransaction } from '../db/study-db.ts';
import { type CountedPopulation } from './counted-population.ts';

/** What a snapshot keeps of its study beside the rows: whatever decides an analysis of them. */
export interface KeptSettings {
  readonly monthDays: number;
  readonly cutoffOn: string | null;
  readonly timeZero: string;
  /** Name and version of the endpoint recipe. */
  readonly recipe: string;
  readonly minimumFollowUp: MinimumFollowUp | null;
  /** Recipes whose rows it keeps beside those of its own; left out of a snapshot that keeps none. */
  readonly comparedRecipes?: readonly { readonly id: number; readonly name: string }[];
  /** Codes in the order of the study. */
  readonly arms: readonly string[];
  /** Which score of a patient with several slides counts; left out, as the next, of a snapshot that keeps no scores. */
  readonly scoreOfPatient?: ScoreOfPatient;
  /** As declared for scores of other systems. */
  readonly scoreThresholds?: readonly unknown[];
  /** After how many days a response is to be confirmed, 0 where that is not planned; left out of a snapshot that keeps no images. */
  readonly confirmationDays?: number;
  /** What it keeps of patients beside the rows, by the names of the database; left out of a snapshot that keeps no cycles. */
  readonly parts?: readonly string[];
}

/** The snapshot that columns are of. */
export interface FrozenState {
  readonly id: string;
  readonly name: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly settings: KeptSettings;
}

export interface FrozenMoment {
  readonly version: number;
  readonly own: readonly SubjectVariable[];
  readonly counted: CountedPopulation;
  /** Of the study's saved cohorts as they are now; null: it never kept one. */
  readonly stamp: number | null;
  readonly frozen: FrozenState;
}

export type DeclaredField = Pick<OwnField, 'form' | 'name' | 'kind' | 'unit' | 'codes' | 'known' | 'counts' | 'label'>;

/** The variables that fields of a study are, as far as they are declared for analysis. */
export function variablesOfFields(fields: readonly DeclaredField[]): SubjectVariable[] {
  const unasked = { help: null, required: false, lowest: null, highest: null };
  return ownVariables(fields.map((field) => ({ ...field, ...unasked })));
}

/** @throws NOT_FOUND for a snapshot that is absent, of another study, or not the asker's. */
export async function frozenMoment(tx: ReadTransaction, studyId: number, id: string): Promise<FrozenMoment> {
  const [found] = isId(id)
    ? await tx.rows<
        Omit<FrozenState, 'settings'> & {
          readonly version: number;
          readonly stamp: number | null;
          readonly settings: KeptSettings & CountedPopulation & { readonly fields: readonly DeclaredField[] };
        }
      >(
        `select s.id, s.name, encode(s.sha256, 'hex') as sha256, s.data_version::float8 as version, s.settings, k.stamp
         from portal.snapshot s left join portal.saved_cohort_stamp k on k.study_id = s.study_id
         where s.id = $1 and s.study_id = $2`,
        [id, studyId],
      )
    : [];
  if (!found) throw notFound('snapshot');
  const { version, stamp, settings, ...named } = found;
  const { fields, population, criteria, ...kept } = settings;
  return {
    version,
    own: variablesOfFields(fields),
    counted: { population, criteria },
    stamp,
    frozen: { ...named, settings: kept },
  };
}
