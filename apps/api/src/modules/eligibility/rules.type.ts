import {
  type Criterion,
  type CriterionKind,
  type EligibilityRules,
  knownLaterIn,
  type Population,
  publishedCriteria,
  type Statement,
} from '@haim/schema';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, Json } from '../../graphql/scalars.ts';
import { StatementType } from '../../graphql/statement.type.ts';
import { type RulesInUse, rulesSaid } from './rules.service.ts';

@ObjectType({ description: 'A criterion of a study: a condition over variables of its analysis row.' })
export class EligibilityCriterion {
  @Field(() => String, { description: 'Its name in stored rows and in addresses.' }) code!: string;
  @Field(() => String, { description: 'inclusion, or exclusion.' }) kind!: CriterionKind;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => Json, { description: 'The condition, as a CohortFilter.' }) filter!: unknown;
  @Field(() => [String], { description: 'The variables that are known only after time zero.' }) knownLater!: string[];
}

@ObjectType({ description: 'Whom a study takes in, and whom its analyses count.' })
export class EligibilityRulesOfStudy {
  @Field(() => String, { description: 'eligible: everybody but the ineligible; all: everybody.' })
  population!: Population;
  @Field(() => [EligibilityCriterion], { description: 'In the order in which reasons are counted.' })
  criteria!: EligibilityCriterion[];
  @Field(() => [EligibilityCriterion], { description: 'Criteria of the published study, to start from.' })
  published!: EligibilityCriterion[];
  @Field(() => [StatementType]) statements!: readonly Statement[];
  @Field(() => Int, { description: 'Raised by each change; 0 where nothing was stated yet.' }) version!: number;
  @Field(() => DateTime, { nullable: true }) updatedAt!: Date | null;
  @Field(() => String, { nullable: true }) updatedBy!: string | null;
}

@InputType()
export class EligibilityCriterionInput {
  @Field(() => String) code!: string;
  @Field(() => String, { description: 'inclusion, or exclusion.' }) kind!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => Json, { description: 'The condition, as a CohortFilter.' }) filter!: unknown;
}

@InputType()
export class EligibilityRulesInput {
  @Field(() => String, { description: 'eligible, or all.' }) population!: string;
  @Field(() => [EligibilityCriterionInput]) criteria!: EligibilityCriterionInput[];
}

export function toRules(rules: RulesInUse): EligibilityRulesOfStudy {
  const { population, criteria, version, updatedAt, updatedBy, own } = rules;
  const shown = (one: Criterion): EligibilityCriterion => {
    const { code, kind, label, filter } = one;
    return { code, kind, labelEn: label.en, labelZh: label.zh, filter, knownLater: knownLaterIn(one, own) };
  };
  return {
    population,
    criteria: criteria.map(shown),
    published: publishedCriteria.map(shown),
    statements: rulesSaid(rules, own),
    version,
    updatedAt,
    updatedBy,
  };
}

/** As given: `checkCriteria` decides what of it may be stored. */
export function rulesFrom({ population, criteria }: EligibilityRulesInput): EligibilityRules {
  return {
    population: population as Population,
    criteria: criteria.map(({ code, kind, labelEn, labelZh, filter }) => ({
      code: code.trim(),
      kind: kind as CriterionKind,
      label: { en: labelEn.trim(), zh: labelZh.trim() },
      filter: filter as Criterion['filter'],
    })),
  };
}
