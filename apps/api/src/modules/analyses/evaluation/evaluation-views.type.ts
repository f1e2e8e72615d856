import { type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Said, SaidList } from '../../../graphql/statement.type.ts';

const optional = { nullable: true } as const;

@ObjectType({
  description: 'Percentile bootstrap of a curve: limits of its area, and a pointwise band of sensitivity.',
})
export class RocBootstrap {
  @Field(() => Int) replicates!: number;
  @Field(() => Float, { nullable: true, description: 'null where every resample has the same area.' })
  aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Field(() => [Float], { description: 'Columns of equal length; empty where a class is.' }) specificity!: number[];
  @Field(() => [Float]) lower!: number[];
  @Field(() => [Float]) median!: number[];
  @Field(() => [Float]) upper!: number[];
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({
  description: 'Columns of equal length, from the strictest threshold to the one that calls everybody positive.',
})
export class PrecisionRecallCurve {
  @Field(() => Float, { description: 'Share of positives: the precision of calling everybody positive.' })
  prevalence!: number;
  @Field(() => Float, optional) averagePrecision!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => [Float]) thresholds!: number[];
  @Field(() => [Float]) recall!: number[];
  @Field(() => [Float]) precision!: number[];
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'Cases by score in bins of equal width from 0 to 1; the last bin contains 1.' })
export class ScoreHistogram {
  @Field(() => [Float], { description: 'One more than there are bins.' }) edges!: readonly number[];
  @Field(() => [Int]) positive!: readonly number[];
  @Field(() => [Int]) negative!: readonly number[];
}

@ObjectType({ description: 'Cases of neighbouring scores: what was predicted, and what was observed.' })
export class CalibrationGroup {
  @Field(() => Int) n!: number;
  @Field(() => Int) observed!: number;
  @Field(() => Float, { description: 'Mean of the scores.' }) meanPredicted!: number;
  @Field(() => Float) observedRate!: number;
  @Field(() => Float) lower!: number;
  @Field(() => Float) upper!: number;
}

@ObjectType({ description: 'The score read as the probability of the positive class.' })
export class ScoreCalibration {
  @Field(() => Float, {
    nullable: true,
    description: 'Mean squared error; null, as all below, where a score is 0 or 1.',
  })
  brier!: number | null;
  @Field(() => Float, { nullable: true, description: '1 is perfect; 0 is no better than the share of positives.' })
  brierScaled!: number | null;
  @Field(() => Float, { nullable: true, description: '1 is ideal; below it scores are too extreme.' })
  slope!: number | null;
  @Field(() => Float, optional) slopeLower!: number | null;
  @Field(() => Float, optional) slopeUpper!: number | null;
  @Field(() => Float, { nullable: true, description: 'Calibration in the large, slope held at 1; 0 is ideal.' })
  intercept!: number | null;
  @Field(() => Float, optional) interceptLower!: number | null;
  @Field(() => Float, optional) interceptUpper!: number | null;
  @Field(() => Float, optional) meanPredicted!: number | null;
  @Field(() => Float, optional) observedRate!: number | null;
  @Field(() => Float, optional) observedToExpected!: number | null;
  @Field(() => [CalibrationGroup]) groups!: readonly CalibrationGroup[];
  @Field(() => [Float], { description: 'The smooth curve, ascending.' }) predicted!: readonly number[];
  @Field(() => [Float]) observed!: readonly number[];
  @SaidList() method!: readonly Statement[];
}

@ObjectType({ description: 'Net benefit of acting from a probability on, per case. Columns of equal length.' })
export class DecisionCurve {
  @Field(() => [Float]) thresholds!: readonly number[];
  @Field(() => [Float]) model!: readonly number[];
  @Field(() => [Float]) treatAll!: readonly number[];
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}
