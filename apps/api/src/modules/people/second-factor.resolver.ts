import { Arg, Ctx, Field, FieldResolver, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type SecondFactorService } from './second-factor.service.ts';

@ObjectType({
  description: 'The second factor of the viewer: a code of an authenticator, asked for after the password.',
})
export class MySecondFactor {
  @Field(() => Boolean) isOn!: boolean;
  @Field(() => Boolean, { description: 'It has to be set up before anything else is open.' }) isDue!: boolean;
}

@Resolver(() => MySecondFactor)
export class SecondFactorResolver {
  constructor(private readonly secondFactors: SecondFactorService) {}

  @Query(() => MySecondFactor)
  mySecondFactor(@Ctx() { asker }: PortalContext): MySecondFactor {
    return { isOn: asker.hasSecondFactor ?? false, isDue: asker.secondFactorIsDue ?? false };
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Null without a second factor.' })
  recoveryCodesLeft(@Ctx() ctx: PortalContext): Promise<number | null> {
    return this.secondFactors.recoveryCodesLeft(ctx);
  }

  @Mutation(() => ID, {
    description:
      'Takes off the second factor of a member who has lost it, and ends the sessions of the account. For whoever manages the people of every study of the member.',
  })
  takeSecondFactorOff(@Arg('membershipId', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<string> {
    return this.secondFactors.takeOff(ctx, id);
  }
}
