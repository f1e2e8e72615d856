import { type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { StatementType, Said, SaidList } from '../../../graphql/statement.type.ts';
import { type MissingReason, missingReasons } from './evaluation-missing.ts';
import { type IndependenceLevel, independenceLevels } from './independence.ts';

const optional = { nullable: true } as const;
const named = <const T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as { readonly [V in T]: V };

const MissingReasonEnum = named(missingReasons);
registerEnumType(MissingReasonEnum, {
  name: 'WithoutScoreReason',
  description: 'Why a patient has no score of a source.',
});
export const IndependenceLevelEnum = named(independenceLevels);
registerEnumType(IndependenceLevelEnum, {
  name: 'IndependenceLevel',
  description: 'How far evaluated cases are from those that the score was made of.',
});

@ObjectType({ description: 'Patients of the set without a score, for one reason.' })
export class WithoutScore {
  @Field(() => MissingReasonEnum) reason!: MissingReason;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Of the positive class; the others of the negative one, or without a class.' })
  nPositive!: number;
  @Field(() => Int) nNegative!: number;
}

@ObjectType({ description: 'Cases of one centre or scanner, evaluated and trained on.' })
class IndependenceTally {
  @Field(() => String) name!: string;
  @Field(() => Int) evaluated!: number;
  @Field(() => Int, { nullable: true, description: 'null where the cases of the training are not known.' })
  training!: number | null;
  @Field(() => Boolean, { nullable: true, description: 'null where nothing is known of the training.' })
  isInTraining!: boolean | null;
}

@ObjectType({ description: 'The evaluated cases beside those that the score was made of.' })
export class EvaluationIndependence {
  @Field(() => IndependenceLevelEnum) level!: IndependenceLevel;
  @Field(() => Int) nEvaluated!: number;
  @Field(() => Int, { nullable: true, description: 'Slides; null where they are not known.' }) nTraining!:
    | number
    | null;
  @Field(() => Int, optional) sharedPatients!: number | null;
  @Field(() => Int, optional) sharedSlides!: number | null;
  @Field(() => [IndependenceTally]) centres!: readonly IndependenceTally[];
  @Field(() => [IndependenceTally]) scanners!: readonly IndependenceTally[];
  @Field(() => String, { nullable: true, description: 'First day of a biopsy or, without one, of an enrolment.' })
  evaluatedFrom!: string | null;
  @Field(() => String, optional) evaluatedUntil!: string | null;
  @Field(() => String, optional) trainingFrom!: string | null;
  @Field(() => String, optional) trainingUntil!: string | null;
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

@ObjectType({ description: 'A share of cases with Wilson limits; null where there is no case.' })
class SubgroupShare {
  @Field(() => Float, optional) value!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => Int) numerator!: number;
  @Field(() => Int) denominator!: number;
}

@ObjectType({ description: 'A score within one subgroup: one value of a variable, or one part of a quantity.' })
class PerformanceGroup {
  @Field(() => String, { nullable: true, description: 'null for a part of a quantity.' }) value!: string | null;
  @Field(() => Float, { nullable: true, description: 'Of a part of a quantity: from this value on.' })
  from!: number | null;
  @Field(() => Float, { nullable: true, description: 'Below this value.' }) below!: number | null;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Field(() => SubgroupShare, { nullable: true, description: 'At the threshold; null without one.' })
  sensitivity!: SubgroupShare | null;
  @Field(() => SubgroupShare, optional) specificity!: SubgroupShare | null;
  @Field(() => [StatementType], { name: 'statements' }) warnings!: readonly Statement[];
}

@ObjectType({ description: 'The subgroups of one variable, and whether their areas differ.' })
export class PerformanceByVariable {
  @Field(() => String, { description: 'A variable of patients, or scanner.' }) variable!: string;
  @Field(() => [PerformanceGroup]) groups!: readonly PerformanceGroup[];
  @Field(() => Int, { description: 'Cases without a value.' }) missing!: number;
  @Field(() => Float, { nullable: true, description: "Cochran's Q; null with fewer than two areas." })
  pValue!: number | null;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}
