import {
  type CohortArgument,
  cohortArguments,
  type CohortFilter,
  filterLimits,
  outcomesIn,
  parseCohort,
  parseFilter,
  isOfStudy,
  organClasses,
  subjectVariable,
  type SubjectVariable,
  subjectVariables,
} from '@haim/schema';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { Field, Float, InputType, Int } from 'type-graphql';
import { badInput } from '../../context/portal-error.ts';
import { RangeEnd } from '../../graphql/scalars.ts';

/** Not an enumeration, because a study adds variables; whether it has one is known where its patients are read. */
export const SubjectVariableName = new GraphQLScalarType({
  name: 'SubjectVariable',
  description:
    'A variable of the analysis row, as the data dictionary has it, the key of a field of the study (own_…), or a cohort that it keeps (cohort_…): ' +
    subjectVariables.map(({ name }) => name).join(', '),
  parseValue: variableName,
  parseLiteral: (node) => variableName(node.kind === Kind.ENUM || node.kind === Kind.STRING ? node.value : undefined),
});

function variableName(given: unknown): string {
  if (typeof given === 'string' && (isOfStudy(given) || subjectVariable(given))) return given;
  throw new GraphQLError(
    'SubjectVariable must be a variable of the data dictionary, the key of a field of the study, or a cohort that it keeps',
  );
}

@InputType('AdverseEventFilter', {
  description: 'The patient had such an event at least once. At most one of term and organClass.',
})
class AdverseEventInput {
  @Field(() => Int, { description: 'Of CTCAE, 1 to 5.' }) minimumGrade!: number;
  @Field(() => String, { nullable: true, description: 'A term of CTCAE in either language, or a text as recorded.' })
  term?: string | null;
  @Field(() => String, { nullable: true, description: `A class of CTCAE: ${Object.keys(organClasses).join(', ')}.` })
  organClass?: string | null;
}

/** Which keys are given is checked where the filter is read: GraphQL has no recursive union for inputs. */
@InputType('CohortFilter', {
  description:
    'One of: and, or, not, adverseEvent, or a variable with one condition. A missing value satisfies no condition but isMissing; not ' +
    `is the plain complement. At most ${filterLimits.depth} levels and ${filterLimits.conditions} conditions.`,
})
class CohortFilterInput {
  @Field(() => [CohortFilterInput], { nullable: true }) and?: CohortFilterInput[] | null;
  @Field(() => [CohortFilterInput], { nullable: true }) or?: CohortFilterInput[] | null;
  @Field(() => CohortFilterInput, { nullable: true }) not?: CohortFilterInput | null;
  @Field(() => AdverseEventInput, { nullable: true, description: 'A condition by itself, without a variable.' })
  adverseEvent?: AdverseEventInput | null;
  @Field(() => SubjectVariableName, { nullable: true }) variable?: string | null;
  @Field(() => [String], { nullable: true, description: "Codes or texts; 'true' and 'false' for flags." })
  in?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Known, and none of these.' }) notIn?: string[] | null;
  @Field(() => [RangeEnd], {
    nullable: 'itemsAndList',
    description: 'Lowest and highest, or earliest and latest, both included; null leaves an end open.',
  })
  between?: (number | string | null)[] | null;
  @Field(() => Boolean, { nullable: true }) isMissing?: boolean | null;
  @Field(() => String, { nullable: true, description: 'A part of a text, in any case.' }) contains?: string | null;
  @Field(() => SubjectVariableName, {
    nullable: true,
    description: 'Another quantity of the same unit that is larger, or another date that is later; both are recorded.',
  })
  lessThan?: string | null;
}

/** Short arguments for single conditions follow from the variables; `filter` is for everything else. */
export class CohortInput {
  [argument: string]: unknown;
}
for (const argument of cohortArguments) {
  Field(typeOf(argument), { nullable: true, description: describe(argument) })(CohortInput.prototype, argument.name);
}
Field(() => CohortFilterInput, { nullable: true, description: 'Must hold beside the other conditions.' })(
  CohortInput.prototype,
  'filter',
);
InputType('CohortInput', {
  description: 'Every condition given must hold; a list means one of. An empty list is no condition.',
})(CohortInput);

/** @throws BAD_USER_INPUT for an invalid filter, with the place of each fault. */
export function cohortFilter(cohort: CohortInput | null | undefined): CohortFilter | null {
  const { filter, issues } = parseCohort(cohort);
  const [first] = issues;
  if (first) throw badInput(`cohort.${first.field} must be ${first.expected.en}`, issues);
  return filter;
}

/**
 * The arguments and variables of a cohort that are known only from what happened after time zero.
 *
 * @param own - the variables that fields of the study are.
 */
export function outcomeConditions(cohort: CohortInput | null | undefined, own: readonly SubjectVariable[]): string[] {
  const { filter = null, ...short } = cohort ?? {};
  const given = cohortArguments.filter(({ name, variable }) => {
    const value = short[name] ?? null;
    const isGiven = value !== null && !(Array.isArray(value) && value.length === 0);
    return isGiven && subjectVariable(variable)?.known === 'outcome';
  });
  return [...given.map(({ name }) => name), ...outcomesIn(parseFilter(filter).filter, own)];
}

function typeOf({ takes }: CohortArgument) {
  switch (takes) {
    case 'values':
      return () => [String];
    case 'flag':
      return () => Boolean;
    case 'part':
      return () => String;
    default:
      return () => Float;
  }
}

function describe({ variable, takes }: CohortArgument): string {
  const label = subjectVariable(variable)?.label.en ?? variable;
  return takes === 'part' ? `${label}: the code holds this, in any case.` : label;
}
