import { readStatement, type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Said, SaidList } from '../../graphql/statement.type.ts';
import { type CrossValidation } from './cross-validate.ts';

const optional = { nullable: true } as const;

@ObjectType({ description: 'Scores of slides by heads that had seen no slide of their patients.' })
export class HeldOutCurve {
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'One fold that was held out. Repeats and folds are counted from 1.' })
export class TrainedFold {
  @Field(() => Int) repeat!: number;
  @Field(() => Int) fold!: number;
  @Field(() => Int) slides!: number;
  @Field(() => Int, { description: 'The epoch that was kept.' }) attentionEpoch!: number;
  @Field(() => Int) meanEpoch!: number;
  @Field(() => Float, optional) attentionAuc!: number | null;
  @Field(() => Float, optional) meanAuc!: number | null;
}

@ObjectType('CrossValidation', {
  description: 'Attention beside mean pooling on the same folds, slides of the test part left out.',
})
export class CrossValidationType {
  @Field(() => Int) folds!: number;
  @Field(() => Int) repeats!: number;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => HeldOutCurve) attention!: HeldOutCurve;
  @Field(() => HeldOutCurve, { description: 'The same head on the mean row of each slide.' }) mean!: HeldOutCurve;
  @Field(() => Float, { nullable: true, description: 'Of the areas: attention minus mean pooling.' })
  difference!: number | null;
  @Field(() => Float, optional) differenceLower!: number | null;
  @Field(() => Float, optional) differenceUpper!: number | null;
  @Field(() => Float, optional) pValue!: number | null;
  @Said() differenceMethod!: Statement;
  @SaidList() differenceWarnings!: readonly Statement[];
  @Said() method!: Statement;
  @Said() verdict!: Statement;
  @Field(() => [TrainedFold]) trainings!: readonly TrainedFold[];
}

@ObjectType({ description: 'Columns of equal length, by descending threshold, from (0, 0) to (1, 1).' })
export class HeldOutRoc {
  @Field(() => [Float], { nullable: 'items', description: 'null is infinite.' })
  thresholds!: readonly (number | null)[];
  @Field(() => [Float]) sensitivity!: readonly number[];
  @Field(() => [Float]) specificity!: readonly number[];
}

@ObjectType({ description: 'Of the slides that were held out, by the means of their scores.' })
export class HeldOutRocs {
  @Field(() => HeldOutRoc) attention!: HeldOutRoc;
  @Field(() => HeldOutRoc) mean!: HeldOutRoc;
}

/** As it was stored with the run. */
export function toCrossValidation(stored: CrossValidation): CrossValidationType {
  const curveOf = (area: CrossValidation['mean']): HeldOutCurve => ({
    ...area,
    method: readStatement(area.method),
    warnings: area.warnings.map(readStatement),
  });
  return {
    ...stored,
    attention: curveOf(stored.attention),
    mean: curveOf(stored.mean),
    differenceMethod: readStatement(stored.differenceMethod),
    differenceWarnings: stored.differenceWarnings.map(readStatement),
    method: readStatement(stored.method),
    verdict: readStatement(stored.verdict),
  };
}
