import { type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Said, SaidList } from '../../../graphql/statement.type.ts';

@ObjectType({ description: 'Mean time lived until the horizon: the area under the curve.' })
class RestrictedMeanOfGroup {
  @Field(() => String) label!: string;
  @Field(() => Float) meanDays!: number;
  @Field(() => Float) lowerDays!: number;
  @Field(() => Float) upperDays!: number;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType('RestrictedMeanDifference', { description: 'Comparison minus reference.' })
class RestrictedMeanDifferenceType {
  @Field(() => String) reference!: string;
  @Field(() => String) comparison!: string;
  @Field(() => Float) differenceDays!: number;
  @Field(() => Float) lowerDays!: number;
  @Field(() => Float) upperDays!: number;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @Said() method!: Statement;
}

@ObjectType({ description: 'Restricted mean survival times of the groups over one horizon.' })
export class RestrictedMeans {
  @Field(() => Float) untilDays!: number;
  @Said() method!: Statement;
  @Field(() => [RestrictedMeanOfGroup]) groups!: readonly RestrictedMeanOfGroup[];
  @Field(() => RestrictedMeanDifferenceType, {
    nullable: true,
    description: 'Only where there are exactly two groups.',
  })
  difference!: RestrictedMeanDifferenceType | null;
}

@ObjectType({ description: 'A curve read at one day; null after its last day while it is above 0.' })
class CurveReading {
  @Field(() => Float) days!: number;
  @Field(() => Int, { description: 'Subjects with time >= the day.' }) atRisk!: number;
  @Field(() => Float, { nullable: true }) survival!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
}

@ObjectType({ description: 'A curve read at chosen days.' })
export class ReadCurve {
  @Field(() => String) label!: string;
  @Field(() => [CurveReading]) readings!: readonly CurveReading[];
}
