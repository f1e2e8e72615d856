import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { type AccessTokenService } from './access-token.service.ts';

@ObjectType({ description: 'An access token of the viewer that works: a program asks by it what its holder may.' })
export class AccessToken {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'The first characters of its text, by which it is found in a script.' })
  beginning!: string;
  @Field(() => [String], { description: 'read, and write and run where it may.' }) scopes!: readonly string[];
  @Field(() => String, { nullable: true, description: 'The one study that it is for; null for all of its holder’s.' })
  study!: string | null;
  @Field(() => DateTime) createdAt!: Date;
  @Field(() => DateTime) expiresAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'To the minute.' }) lastUsedAt!: Date | null;
}

@ObjectType()
export class MadeAccessToken {
  @Field(() => AccessToken) accessToken!: AccessToken;
  @Field(() => String, { description: 'What the program sends: `Authorization: Bearer …`. It is shown this once.' })
  token!: string;
}

@Resolver(() => AccessToken)
export class AccessTokenResolver {
  constructor(private readonly tokens: AccessTokenService) {}

  @Query(() => [AccessToken], { description: 'The newest first.' })
  myAccessTokens(@Ctx() ctx: PortalContext): Promise<AccessToken[]> {
    return this.tokens.list(ctx);
  }

  @Mutation(() => MadeAccessToken, {
    description: 'For at most 366 days. It never has a right that its holder lacks at the time of a request.',
  })
  async makeAccessToken(
    @Arg('name', () => String) name: string,
    @Arg('scopes', () => [String]) scopes: string[],
    @Arg('study', () => String, { nullable: true }) study: string | null | undefined,
    @Arg('days', () => Int) days: number,
    @Ctx() ctx: PortalContext,
  ): Promise<MadeAccessToken> {
    const { token, ...accessToken } = await this.tokens.make(ctx, { name, scopes, study: study ?? null, days });
    return { accessToken, token };
  }

  @Mutation(() => ID, { description: 'The next request with it is refused.' })
  endAccessToken(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<string> {
    return this.tokens.end(ctx, id);
  }
}
