import { type PublishedRate, type PublishedRateName } from '@haim/schema';
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { DateTime } from '../../../graphql/scalars.ts';
import { PublishedRateType, RateEnum } from './published-rate.type.ts';
import { type ClaimedRate } from './claimed-rates.ts';
import {
  type ComparedPublished,
  type PublishedResponseService,
  type StatedResponse,
} from './published-response.service.ts';
import { type PublishedComparison } from './published-response.ts';

const VerdictEnum = { MATCHES: 'matches', DIFFERS: 'differs', OTHER_TOTAL: 'otherTotal' } as const;
registerEnumType(VerdictEnum, {
  name: 'PublishedVerdict',
  description: 'OTHER_TOTAL: the two are not of as many patients, so that their counts say little.',
});

@ObjectType('ClaimedRate', { description: 'A rate that a paper of the study claims: it is corrected there.' })
class ClaimedRateType implements ClaimedRate {
  citation!: string;
  @Field(() => RateEnum) rate!: PublishedRateName;
  @Field(() => String, { nullable: true, description: 'null: all arms together.' }) arm!: string | null;
  @Field(() => Int) patients!: number;
  @Field(() => Int) of!: number;
  @Field(() => String) paper!: string;
}

@ObjectType('PublishedResponse', { description: 'What a publication printed; version 0 until the study states it.' })
class PublishedResponseType implements StatedResponse {
  @Field(() => Int) version!: number;
  @Field(() => DateTime, { nullable: true }) updatedAt!: Date | null;
  @Field(() => String, { nullable: true }) updatedBy!: string | null;
  @Field(() => String, { description: 'The article, and where in it the counts are.' }) source!: string;
  @Field(() => [PublishedRateType], { description: 'As papers claim them, then those that the settings state.' })
  rates!: readonly PublishedRate[];
  @Field(() => [ClaimedRateType], { description: 'Of these rates, those that a paper of the study claims.' })
  claimed!: readonly ClaimedRate[];
}

@ObjectType('PublishedComparison', { description: 'A published count beside the one that the records give.' })
class PublishedComparisonType implements Omit<PublishedComparison, 'recomputed'> {
  @Field(() => RateEnum) rate!: PublishedRateName;
  @Field(() => String, { nullable: true, description: 'null: all arms together.' }) arm!: string | null;
  @Field(() => Int, { description: 'As published.' }) patients!: number;
  @Field(() => Int, { description: 'As published.' }) of!: number;
  @Field(() => Int) recomputedPatients!: number;
  @Field(() => Int) recomputedOf!: number;
  @Field(() => VerdictEnum) verdict!: PublishedComparison['verdict'];
  @Field(() => Int, { description: 'Recomputed patients minus published ones.' }) difference!: number;
}

@ObjectType('ComparedPublished', { description: 'Of everybody whom the study counts.' })
class ComparedPublishedType {
  @Field(() => String, { description: 'The article, and where in it the counts are.' }) source!: string;
  @Field(() => String, { description: 'Name and version of the rule that made best responses.' }) recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every recomputed number is of.' }) dataVersion!: number;
  @Field(() => [PublishedComparisonType]) rows!: readonly PublishedComparisonType[];
}

@Resolver(() => PublishedResponseType)
export class PublishedResponseResolver {
  constructor(private readonly service: PublishedResponseService) {}

  @Query(() => PublishedResponseType)
  publishedResponse(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext) {
    return this.service.read(ctx, study);
  }

  @Query(() => ComparedPublishedType, {
    nullable: true,
    description: 'null where the study states no counts, or a centre of it is closed to the asker.',
  })
  async comparedPublished(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext) {
    const compared = await this.service.compared(ctx, study);
    return compared && toCompared(compared);
  }

  @Mutation(() => PublishedResponseType, { description: 'The version is the one that was read.' })
  setPublishedResponse(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('source', () => String) source: string,
    @Arg('rates', () => [PublishedRateType]) rates: PublishedRateType[],
    @Ctx() ctx: PortalContext,
  ) {
    const plain = rates.map(({ rate, arm, patients, of }) => ({ rate, arm: arm ?? null, patients, of }));
    return this.service.set(ctx, study, version, { source, rates: plain });
  }
}

function toCompared({ rows, ...about }: ComparedPublished): ComparedPublishedType {
  return {
    ...about,
    rows: rows.map(({ recomputed, ...row }) => ({
      ...row,
      recomputedPatients: recomputed.patients,
      recomputedOf: recomputed.of,
    })),
  };
}
