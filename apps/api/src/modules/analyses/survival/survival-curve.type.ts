import { type Label, type Statement } from '@haim/schema';
import { type DrawnOptions } from '@haim/stats';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { badInput } from '../../../context/portal-error.ts';
import { PackedNumbers } from '../../../graphql/packed-numbers.ts';
import { SaidList } from '../../../graphql/statement.type.ts';

export const ConfidenceType = { LOG: 'log', LOG_LOG: 'log-log', PLAIN: 'plain' } as const;
registerEnumType(ConfidenceType, {
  name: 'ConfidenceType',
  description: 'Scale on which the limits of S are symmetric.',
});

@ObjectType({ description: 'The columns of a curve, each as one text, for readers of thousands of numbers.' })
export class PackedSteps {
  @Field(() => PackedNumbers) days!: number[];
  @Field(() => PackedNumbers) atRisk!: number[];
  @Field(() => PackedNumbers) nEvent!: number[];
  @Field(() => PackedNumbers) nCensor!: number[];
  @Field(() => PackedNumbers) survival!: number[];
  @Field(() => PackedNumbers) lower!: (number | null)[];
  @Field(() => PackedNumbers) upper!: (number | null)[];
}

@ObjectType({ description: 'Columns of equal length, one entry per distinct day, ascending.' })
export class SurvivalCurve {
  @Field(() => String) label!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int) events!: number;
  @Field(() => Float, { nullable: true }) medianDays!: number | null;
  @Field(() => Float, { nullable: true }) medianLowerDays!: number | null;
  @Field(() => Float, { nullable: true }) medianUpperDays!: number | null;
  @Field(() => [Float]) days!: number[];
  @Field(() => [Int], { description: 'Subjects with time >= the day.' }) atRisk!: number[];
  @Field(() => [Int], { description: 'On the day; of a drawing, since the entry before.' }) nEvent!: number[];
  @Field(() => [Int], { description: 'On the day; of a drawing, since the entry before.' }) nCensor!: number[];
  @Field(() => [Float]) survival!: number[];
  @Field(() => [Float], { nullable: 'items' }) lower!: (number | null)[];
  @Field(() => [Float], { nullable: 'items' }) upper!: (number | null)[];
  @Field(() => PackedSteps, { description: 'The same columns, each as one text.' }) packed?: PackedSteps;
  @SaidList() warnings!: readonly Statement[];
}

@InputType({
  description:
    'A picture for which only the steps that its pixels can show are wanted. All curves are then read at common days, ' +
    'each with its exact numbers there, among them every whole month.',
})
export class CurveDrawing {
  @Field(() => Int, { description: 'Columns of pixels from day 0 to the end of the axis, 1 to 10000.' })
  width!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'End of the axis; by default the month in which the longest follow-up ends.',
  })
  untilDays?: number | null;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'The picture shows a curve otherwise from its first day with fewer subjects at risk than this.',
  })
  paleBelow!: number;
}

const widest = 10_000;
/** A century: an axis beyond it is a slip. */
const longestDays = 36_525;

export const horizonExpected: Label = {
  en: `a number of days above 0 and at most ${longestDays}`,
  zh: `大于 0 且不超过 ${longestDays} 的天数`,
};

export const isHorizon = (days: number): boolean => days > 0 && days <= longestDays;

/** What `drawnCurves` is asked for. @throws BAD_USER_INPUT naming the field and its range. */
export function optionsOf(
  { width, untilDays, paleBelow }: CurveDrawing,
  curves: readonly Pick<SurvivalCurve, 'days'>[],
  monthDays: number,
): DrawnOptions {
  check('width', width, width >= 1 && width <= widest, {
    en: `a whole number from 1 to ${widest}`,
    zh: `1 至 ${widest} 的整数`,
  });
  const until = untilDays ?? null;
  check('untilDays', until, until === null || isHorizon(until), horizonExpected);
  check('paleBelow', paleBelow, paleBelow >= 0, { en: 'a whole number from 0', zh: '不小于 0 的整数' });
  const lastDay = Math.max(0, ...curves.map(({ days }) => days.at(-1) ?? 0));
  const lastMonth = Math.max(1, Math.ceil(lastDay / monthDays));
  return {
    width,
    untilDays: until ?? lastMonth * monthDays,
    alsoDays: Array.from({ length: lastMonth }, (_, month) => month * monthDays),
    paleBelow,
  };
}

function check(field: string, value: number | null, holds: boolean, expected: Label): void {
  if (holds) return;
  throw badInput(`drawing.${field} must be ${expected.en}, not ${value}`, [
    { field: `drawing.${field}`, problem: 'outOfRange', severity: 'error', expected },
  ]);
}
