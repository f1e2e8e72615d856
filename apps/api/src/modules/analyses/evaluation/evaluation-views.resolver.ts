import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { badInput } from '../../../context/portal-error.ts';
import { bootstrapOf, calibrationOf, decisionCurveOf, histogramOf, precisionRecallOf } from './evaluation-views.ts';
import {
  DecisionCurve,
  PrecisionRecallCurve,
  RocBootstrap,
  ScoreCalibration,
  ScoreHistogram,
} from './evaluation-views.type.ts';
import { Evaluation } from './evaluation.type.ts';

const mostBins = 100;

/** What of an evaluation is computed only where it is asked for. Null where there is no case. */
@Resolver(() => Evaluation)
export class EvaluationViewsResolver {
  @FieldResolver(() => RocBootstrap, { nullable: true, description: '2,000 stratified resamples, always the same.' })
  bootstrap(@Root() evaluation: Evaluation): RocBootstrap | null {
    return bootstrapOf(evaluation);
  }

  @FieldResolver(() => PrecisionRecallCurve, { nullable: true })
  precisionRecall(@Root() evaluation: Evaluation): PrecisionRecallCurve | null {
    return precisionRecallOf(evaluation);
  }

  @FieldResolver(() => ScoreHistogram)
  histogram(
    @Root() evaluation: Evaluation,
    @Arg('bins', () => Int, { defaultValue: 20, description: `2 to ${mostBins}.` }) bins: number,
  ): ScoreHistogram {
    if (!(bins >= 2 && bins <= mostBins)) {
      throw badInput(`bins must be from 2 to ${mostBins}`, [
        {
          field: 'bins',
          problem: 'outOfRange',
          severity: 'error',
          expected: { en: `a whole number from 2 to ${mostBins}`, zh: `2 至 ${mostBins} 的整数` },
        },
      ]);
    }
    return histogramOf(evaluation, bins);
  }

  @FieldResolver(() => ScoreCalibration, { nullable: true })
  calibration(@Root() evaluation: Evaluation): ScoreCalibration | null {
    const found = calibrationOf(evaluation);
    if (found === null) return null;
    const { measures, curve, warnings } = found;
    return {
      brier: measures?.brier ?? null,
      brierScaled: measures?.brierScaled ?? null,
      slope: measures?.slope ?? null,
      slopeLower: measures?.slopeLower ?? null,
      slopeUpper: measures?.slopeUpper ?? null,
      intercept: measures?.inTheLarge ?? null,
      interceptLower: measures?.inTheLargeLower ?? null,
      interceptUpper: measures?.inTheLargeUpper ?? null,
      meanPredicted: measures?.meanPredicted ?? null,
      observedRate: measures?.observedRate ?? null,
      observedToExpected: measures?.observedToExpected ?? null,
      groups: curve.points,
      predicted: curve.predicted,
      observed: curve.observed,
      method: [...(measures ? [measures.method] : []), curve.method, ...warnings],
    };
  }

  @FieldResolver(() => DecisionCurve, { nullable: true, description: 'From 0.01 to 0.80.' })
  decisionCurve(@Root() evaluation: Evaluation): DecisionCurve | null {
    return decisionCurveOf(evaluation);
  }
}
