import { Ctx, Field, FieldResolver, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type Difference, outcomes, type RCheck, type RChecks } from '../../r-checks/index.ts';
import { type TableFiles } from './table-files.ts';
import { TableFilesType } from './table.type.ts';

const OutcomeEnum = Object.fromEntries(outcomes.map((name) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), name]));
registerEnumType(OutcomeEnum, {
  name: 'RCheckOutcome',
  description: 'NOTHING: the script compares no number, because there are no patients or nothing could be estimated.',
});
const EngineEnum = { SERVER: 'server', WEB_ASSEMBLY: 'webAssembly' } as const;
registerEnumType(EngineEnum, {
  name: 'REngine',
  description: 'R as installed on the server, or compiled to WebAssembly (webR).',
});

@ObjectType('RDifference', { description: 'A number that R has otherwise.' })
class RDifferenceType {
  @Field(() => String, { description: 'The list of numbers it is in.' }) what!: string;
  @Field(() => Int, { description: 'Its place in the list, from 1.' }) place!: number;
  @Field(() => String, { description: 'As text, in full precision; NA, Inf.' }) r!: string;
  @Field(() => String, { description: 'As text, in full precision; NA, Inf.' }) portal!: string;
}

@ObjectType('RCheck', { description: 'What R found when it repeated the numbers.' })
class RCheckType {
  @Field(() => OutcomeEnum) outcome!: RCheck['outcome'];
  @Field(() => EngineEnum, { nullable: true }) engine!: RCheck['engine'];
  @Field(() => String, { nullable: true, description: 'Such as 4.6.0.' }) rVersion!: string | null;
  @Field(() => [String], { description: 'Used beyond base R, with their versions.' }) packages!: readonly string[];
  @Field(() => [String], { description: 'Packages that the script needs and R does not have.' })
  lacks!: readonly string[];
  @Field(() => [String], { description: 'By what an analysis was repeated more than once; each number counts once.' })
  engines!: readonly string[];
  @Field(() => Int, { description: 'Numbers compared.' }) total!: number;
  @Field(() => Int, { description: 'Of them, those that agree to 1e-6, relative to numbers above 1.' }) agreed!: number;
  @Field(() => [RDifferenceType], { description: 'The first 50 of those that do not.' })
  differences!: readonly Difference[];
  @Field(() => String, { nullable: true, description: 'Where the script failed, what R reported last.' })
  reason!: string | null;
}

@Resolver(() => TableFilesType)
export class TableFilesResolver {
  constructor(private readonly checks: RChecks) {}

  @FieldResolver(() => RCheckType, {
    description:
      'Runs the script on the data in R on the server, which takes seconds: one at a time, 60 an hour. Ends with the request.',
  })
  check(@Root() files: TableFiles, @Ctx() { asker, gone }: PortalContext): Promise<RCheck> {
    return this.checks.check(asker.userId, files, gone ?? new AbortController().signal);
  }
}
