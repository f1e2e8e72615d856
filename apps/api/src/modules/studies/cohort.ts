import { Field, Float, InputType } from 'type-graphql';

@InputType({ description: 'Every condition given must hold; a list means one of. An empty list is no condition.' })
export class CohortInput {
  @Field(() => String, { nullable: true, description: 'Patients whose code holds this, in any case.' }) code?:
    string | null;
  @Field(() => [String], { nullable: true }) arms?: string[] | null;
  @Field(() => [String], { nullable: true }) centres?: string[] | null;
  @Field(() => [String], { nullable: true }) sexes?: string[] | null;
  @Field(() => [String], { nullable: true }) bclcStages?: string[] | null;
  @Field(() => [String], { nullable: true }) childPughClasses?: string[] | null;
  @Field(() => [String], { nullable: true }) bestResponses?: string[] | null;
  @Field(() => [String], { nullable: true }) lesionNumbers?: string[] | null;
  @Field(() => Boolean, { nullable: true }) portalVeinThrombus?: boolean | null;
  @Field(() => Boolean, { nullable: true }) extrahepaticMetastasis?: boolean | null;
  @Field(() => Boolean, { nullable: true }) hepatitisB?: boolean | null;
  @Field(() => Float, { nullable: true }) ageYearsMin?: number | null;
  @Field(() => Float, { nullable: true }) ageYearsMax?: number | null;
  @Field(() => Float, { nullable: true }) tumourSizeMmMin?: number | null;
  @Field(() => Float, { nullable: true }) tumourSizeMmMax?: number | null;
}

interface Condition {
  readonly column: string;
  readonly operator: '= any' | '=' | '>=' | '<=' | 'holds';
  /** Known only from what happened after time zero. */
  readonly isOutcome?: true;
}

/** Each condition over `subject s`. One entry here and one field above add a filter. */
const conditions: Record<keyof CohortInput, Condition> = {
  code: { column: 's.code', operator: 'holds' },
  arms: { column: 's.arm', operator: '= any' },
  centres: { column: 's.centre', operator: '= any' },
  sexes: { column: 's.sex', operator: '= any' },
  bclcStages: { column: 's.bclc_stage', operator: '= any' },
  childPughClasses: { column: 's.child_pugh_class', operator: '= any' },
  bestResponses: { column: 's.best_response', operator: '= any', isOutcome: true },
  lesionNumbers: { column: 's.lesion_number', operator: '= any' },
  portalVeinThrombus: { column: 's.portal_vein_thrombus', operator: '=' },
  extrahepaticMetastasis: { column: 's.extrahepatic_metastasis', operator: '=' },
  hepatitisB: { column: 's.hepatitis_b', operator: '=' },
  ageYearsMin: { column: 's.age_years', operator: '>=' },
  ageYearsMax: { column: 's.age_years', operator: '<=' },
  tumourSizeMmMin: { column: 's.tumour_size_mm', operator: '>=' },
  tumourSizeMmMax: { column: 's.tumour_size_mm', operator: '<=' },
};

/**
 * The conditions of a cohort that are outcomes. Survival counted among those who responded leaves out whoever died before
 * a response could be seen: it flatters, and the arm more that has more early deaths.
 */
export function outcomeConditions(cohort: CohortInput | null | undefined): (keyof CohortInput)[] {
  return (Object.keys(conditions) as (keyof CohortInput)[]).filter(
    (key) => conditions[key].isOutcome && isGiven(cohort?.[key]),
  );
}

/** A WHERE clause over `portal.subject s` with its values; `value()` adds further ones. */
export class CohortSql {
  readonly values: unknown[] = [];
  /** The place of the readable centres among the values. */
  readonly readCentres: string;
  private readonly terms: [key: string, term: string][] = [];

  /** The study and the readable centres are named beside row-level security: the planner then uses the index. */
  constructor(scope: { studyId: number; readCentres: readonly number[] }, cohort: CohortInput | null | undefined) {
    this.terms.push(['study', `s.study_id = ${this.value(scope.studyId)}`]);
    this.readCentres = this.value([...scope.readCentres]);
    this.terms.push(['scope', `s.centre_id = any(${this.readCentres})`]);
    for (const [key, { column, operator }] of Object.entries(conditions)) {
      const given = cohort?.[key as keyof CohortInput];
      if (!isGiven(given)) continue;
      const place = this.value(given);
      this.terms.push([key, termOf(column, operator, place)]);
    }
  }

  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** @param without - a filter to leave out, so that a list of choices shows what choosing another would give. */
  where(without?: string): string {
    return this.terms
      .filter(([key]) => key !== without)
      .map(([, term]) => term)
      .join(' and ');
  }
}

function isGiven(condition: unknown): boolean {
  return (condition ?? null) !== null && !(Array.isArray(condition) && condition.length === 0);
}

function termOf(column: string, operator: Condition['operator'], place: string): string {
  switch (operator) {
    case '= any':
      return `${column} = any(${place})`;
    case 'holds':
      return `position(lower(${place}) in lower(${column})) > 0`;
    default:
      return `${column} ${operator} ${place}`;
  }
}
