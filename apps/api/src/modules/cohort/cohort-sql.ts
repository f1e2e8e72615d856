import {
  type AdverseEventCriterion,
  type Between,
  type CohortFilter,
  type Condition,
  conjunctsOf,
  eventTermWords,
  isAbout,
  cohortNumberOf,
  isCohortKey,
  isOfStudy,
  isOwnKey,
  isPeriod,
  type PairCondition,
  type Period,
  ownVariables,
  populationFilter,
  subjectVariable,
  type ValueCondition,
  variablesOf,
} from '@haim/schema';
import { readSavedCohorts, type SavedCohorts, refuseUnknown } from '../../columns/index.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { type CohortInput, cohortFilter } from './cohort-input.ts';

/** A WHERE clause over `portal.subject s` with its values; `value()` adds further ones. */
export class CohortSql {
  readonly values: unknown[] = [];
  /** The place of the readable centres among the values. */
  readonly readCentres: string;
  private readonly scope: string;
  private readonly leavesOut: boolean;
  private readonly terms: { readonly part: CohortFilter; readonly term: string }[];

  /**
   * The study and the readable centres are named beside row-level security: the planner then uses the index.
   *
   * @throws BAD_USER_INPUT for an invalid filter of the cohort.
   */
  constructor(
    scope: { studyId: number; readCentres: readonly number[] },
    cohort: CohortInput | null | undefined,
    private readonly saved: SavedCohorts | null = null,
  ) {
    const study = this.value(scope.studyId);
    this.readCentres = this.value([...scope.readCentres]);
    const recipe = `(select recipe_id from portal.study where id = ${study})`;
    this.scope = `s.study_id = ${study} and s.recipe_id = ${recipe} and s.centre_id = any(${this.readCentres})`;
    const filter = cohortFilter(cohort);
    this.leavesOut = populationFilter('eligible', variablesOf(filter)) !== null;
    this.terms = conjunctsOf(filter).map((part) => ({ part, term: this.term(part) }));
  }

  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /**
   * @param without - a variable whose own conditions are left out, so that a list of its values shows the effect of the
   *   others.
   */
  where(without?: string): string {
    const terms = this.terms.filter(({ part }) => without === undefined || !isAbout(part, without));
    return [this.scope, ...terms.map(({ term }) => term)].join(' and ');
  }

  /** Whether analyses of the study leave this patient out as not eligible: `SubjectColumns.leftOut` for work over slides. */
  leftOut(): string {
    if (!this.leavesOut) return 'false';
    return `(s.eligibility is not distinct from 'ineligible' and not exists (
      select from portal.study_eligibility k where k.study_id = s.study_id and k.population = 'all'))`;
  }

  private term(filter: CohortFilter): string {
    if ('and' in filter) return `(${filter.and.map((part) => this.term(part)).join(' and ')})`;
    if ('or' in filter) return `(${filter.or.map((part) => this.term(part)).join(' or ')})`;
    // A condition on what is missing is null, which counts as not met.
    if ('not' in filter) return `(${this.term(filter.not)}) is not true`;
    return 'adverseEvent' in filter ? this.event(filter.adverseEvent) : this.condition(filter);
  }

  /** Terms are compared as `ctcaeWord` writes them. */
  private event(criterion: AdverseEventCriterion): string {
    const words = eventTermWords(criterion);
    const word = String.raw`lower(btrim(regexp_replace(normalize(e.term, NFKC), '\s+', ' ', 'g')))`;
    const isTerm = words === null ? '' : ` and ${word} = any(${this.value([...words])}::text[])`;
    return `exists (select from portal.adverse_event e where e.centre_id = s.centre_id and e.patient_id = s.id
      and e.grade::int >= ${this.value(criterion.minimumGrade)}::int${isTerm})`;
  }

  private condition(condition: Condition): string {
    if ('lessThan' in condition) return this.pair(condition);
    if (isCohortKey(condition.variable)) return this.membership(condition);
    if (isOwnKey(condition.variable)) return this.ownCondition(condition);
    const { column, stored } = declared(condition.variable);
    if ('isMissing' in condition) return `s.${column} is ${condition.isMissing ? '' : 'not '}null`;
    if ('between' in condition) return this.between(`s.${column}`, condition.between);
    if ('contains' in condition) {
      return `position(lower(${this.value(condition.contains)}) in lower(s.${column})) > 0`;
    }
    const text = stored === 'text' ? `s.${column}` : `s.${column}::text`;
    return 'in' in condition
      ? `${text} = any(${this.value([...condition.in])}::text[])`
      : `${text} <> all(${this.value([...condition.notIn])}::text[])`;
  }

  /** As JSON, which fields of the study are: numbers compare as numbers, days by their texts. */
  private pair({ variable, lessThan }: PairCondition): string {
    const json = (name: string) =>
      isOwnKey(name) ? `(s.own -> ${this.value(name)}::text)` : `to_jsonb(s.${declared(name).column})`;
    const [value, other] = [json(variable), json(lessThan)];
    const are = (type: string) => `jsonb_typeof(${value}) = '${type}' and jsonb_typeof(${other}) = '${type}'`;
    return `case when ${are('number')} then (${value} #>> '{}')::float8 < (${other} #>> '{}')::float8
      when ${are('string')} then (${value} #>> '{}') collate "C" < (${other} #>> '{}') end`;
  }

  /** Of a cohort that the study keeps; `cohortSql` has checked that it is one. */
  private membership(condition: ValueCondition): string {
    const number = cohortNumberOf(condition.variable);
    const found = this.saved?.definitions.find((one) => one.number === number);
    if (!found) throw new Error(`${condition.variable} is not a cohort of the study`);
    // Every patient is in it or not: nobody is missing.
    if ('isMissing' in condition) return String(!condition.isMissing);
    const isIn =
      found.rule === null
        ? `exists (select from portal.saved_cohort_patient m where m.cohort_id = ${this.value(found.id)} and m.version = ${this.value(found.chosenVersion)}
            and m.centre_id = s.centre_id and m.patient_id = s.id)`
        : `(${this.term(found.rule)}) is true`;
    const isAsked = (value: string) =>
      'in' in condition ? condition.in.includes(value) : 'notIn' in condition && !condition.notIn.includes(value);
    return `case when ${isIn} then ${isAsked('true')} else ${isAsked('false')} end`;
  }

  /** On a field of the study; `cohortSql` has checked that it is one of this kind. */
  private ownCondition(condition: ValueCondition): string {
    const key = this.value(condition.variable);
    const text = `(s.own ->> ${key}::text)`;
    if ('isMissing' in condition) return `${text} is ${condition.isMissing ? '' : 'not '}null`;
    if ('contains' in condition) return `position(lower(${this.value(condition.contains)}) in lower(${text})) > 0`;
    if ('in' in condition) return `${text} = any(${this.value([...condition.in])}::text[])`;
    if ('notIn' in condition) return `${text} <> all(${this.value([...condition.notIn])}::text[])`;
    if (isPeriod(condition.between)) return this.within(`${text} collate "C"`, condition.between, 'text');
    const number = `case when jsonb_typeof(s.own -> ${key}::text) = 'number' then ${text}::numeric end`;
    return this.within(`(${number})`, condition.between, 'numeric');
  }

  private within(value: string, [lowest, highest]: Between | Period, type: 'text' | 'numeric'): string {
    const ends = [
      ...(lowest === null ? [] : [`${value} >= ${this.value(lowest)}::${type}`]),
      ...(highest === null ? [] : [`${value} <= ${this.value(highest)}::${type}`]),
    ];
    return ends.join(' and ');
  }

  private between(column: string, [lowest, highest]: Between | Period): string {
    const typed = (end: number | string) => `${this.value(end)}::${typeof end === 'string' ? 'date' : 'float8'}`;
    const ends = [
      ...(lowest === null ? [] : [`${column} >= ${typed(lowest)}`]),
      ...(highest === null ? [] : [`${column} <= ${typed(highest)}`]),
    ];
    return ends.join(' and ');
  }
}

function declared(name: string) {
  const variable = subjectVariable(name);
  if (!variable) throw new Error(`${name} is not a variable of the subject`);
  return variable;
}

/**
 * The clause for a cohort of a study, whose own fields it may name.
 *
 * @throws BAD_USER_INPUT as the constructor, and for a condition on a field that the study does not have.
 */
export async function cohortSql(
  tx: StudyTransaction,
  scope: { studyId: number; readCentres: readonly number[] },
  cohort: CohortInput | null | undefined,
): Promise<CohortSql> {
  const filter = cohortFilter(cohort);
  if (!variablesOf(filter).some(isOfStudy)) return new CohortSql(scope, cohort);
  const own = ownVariables(await readOwnFields(tx, scope.studyId));
  const saved = await readSavedCohorts(tx, scope.studyId, 0, own, []);
  refuseUnknown(filter, [...own, ...saved.variables]);
  return new CohortSql(scope, cohort, saved);
}
