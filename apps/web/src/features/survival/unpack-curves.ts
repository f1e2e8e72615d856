import { type SurvivalQuery } from '@/graphql/generated/graphql.ts';
import { unpackNullable, unpackNumbers } from '@/graphql/unpack-numbers.ts';
import { type Survival } from './to-chart.ts';

/** An answer with the columns of its curves as numbers. */
export function unpackCurves({ curves, ...rest }: SurvivalQuery['survival']): Survival {
  return {
    ...rest,
    curves: curves.map(({ packed, ...curve }) => ({
      ...curve,
      days: unpackNumbers(packed.days),
      atRisk: unpackNumbers(packed.atRisk),
      nEvent: unpackNumbers(packed.nEvent),
      nCensor: unpackNumbers(packed.nCensor),
      survival: unpackNumbers(packed.survival),
      lower: unpackNullable(packed.lower),
      upper: unpackNullable(packed.upper),
    })),
  };
}
