import { type DisclosureRule, midpointOf, type Statement, statement } from '@haim/schema';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { mostFigures } from '../../columns/index.ts';
import { SaidList } from '../../graphql/statement.type.ts';

export const AnalysisScope = { OWN: 'own', STUDY: 'study' } as const;
export type AnalysisScope = (typeof AnalysisScope)[keyof typeof AnalysisScope];
registerEnumType(AnalysisScope, {
  name: 'AnalysisScope',
  description:
    'OWN: the centres that the asker may read, exactly. STUDY: all centres; protected under the rule of the study, unless ' +
    'the asker may read all of them.',
});

@ObjectType({ description: 'How numbers of all centres were protected. Absent where every number is exact.' })
export class Protection {
  @Field(() => Int) smallestCell!: number;
  @Field(() => Int) roundTo!: number;
  @Field(() => Int) minimumCentres!: number;
  @Field(() => Int) minimumAtRisk!: number;
  @Field(() => Int) gridMonths!: number;
  @SaidList() method!: readonly Statement[];
}

export function protectionOfCounts(rule: DisclosureRule): Protection {
  const { smallestCell, roundTo, minimumCentres } = rule;
  const counts = statement('protectedCounts', { smallestCell, roundTo, minimumCentres });
  return { ...rule, method: [counts, statement('protectedValues', { figures: mostFigures })] };
}

export function protectionOfCurves(rule: DisclosureRule): Protection {
  const { gridMonths, minimumAtRisk, smallestCell } = rule;
  const width = midpointOf(rule);
  return { ...rule, method: [statement('protectedCurves', { gridMonths, width, minimumAtRisk, smallestCell })] };
}
