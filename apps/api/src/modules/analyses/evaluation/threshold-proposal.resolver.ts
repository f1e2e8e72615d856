import { type Statement, type StatementCode } from '@haim/schema';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput } from '../../cohort/index.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { type Evaluated } from './evaluation.service.ts';
import { Evaluation, EvaluationSet, OperatingPoint } from './evaluation.type.ts';
import { type ThresholdProposalService } from './threshold-proposal.service.ts';
import { ThresholdProposalInput, ThresholdProposalType, ThresholdRule, toProposal } from './threshold-proposal.type.ts';
import { pointByRule, type ThresholdRuleName } from './threshold-rule.ts';

const optimistic: ReadonlySet<string> = new Set([
  'thresholdOnTheseCases',
  'thresholdMayBeOnTheseCases',
  'thresholdWhileLooking',
  'thresholdBestHere',
] satisfies readonly StatementCode[]);

@ObjectType({ description: 'Whether a threshold was chosen on the cases it is shown on, as far as the portal knows.' })
class ThresholdOrigin {
  @Field(() => Boolean, { description: 'Whether what it gives on these cases flatters it, or may.' })
  isOptimistic!: boolean;
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

/** Thresholds: which one a rule picks, whether one was chosen on the cases shown, and those that are kept as proposals. */
@Resolver(() => Evaluation)
export class ThresholdProposalResolver {
  constructor(private readonly proposals: ThresholdProposalService) {}

  @FieldResolver(() => OperatingPoint, {
    nullable: true,
    description: 'The threshold that a rule picks on these cases, of several the lowest; null where it picks none.',
  })
  thresholdBy(
    @Root() evaluation: Evaluation & Evaluated,
    @Arg('rule', () => ThresholdRule) rule: ThresholdRuleName,
    @Arg('target', () => Float, { nullable: true }) target: number | null,
  ): OperatingPoint | null {
    return pointByRule(evaluation, { rule, target: target ?? null });
  }

  @FieldResolver(() => ThresholdOrigin, {
    nullable: true,
    description: 'null where there is no threshold, or no case.',
  })
  async thresholdOrigin(
    @Root() evaluation: Evaluation & Evaluated,
    @Ctx() ctx: PortalContext,
  ): Promise<ThresholdOrigin | null> {
    const found = await evaluation.inTurn(() => this.proposals.origin(ctx, evaluation));
    return found && { isOptimistic: optimistic.has(found.code), statements: [found] };
  }

  @Query(() => [ThresholdProposalType], {
    description: 'Of a source, newest first, as far as all of its cases are open to the asker; withdrawn ones too.',
  })
  async thresholdProposals(
    @Arg('study', () => String) study: string,
    @Arg('source', () => ID) source: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ThresholdProposalType[]> {
    return (await this.proposals.list(ctx, study, source)).map(toProposal);
  }

  @Mutation(() => ThresholdProposalType, { description: 'Keeps a threshold with the cases it was chosen on.' })
  async proposeThreshold(
    @Arg('study', () => String) study: string,
    @Arg('source', () => ID) source: string,
    @Arg('set', () => EvaluationSet) set: EvaluationSetName,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('positive', () => String, { nullable: true }) positive: string | null,
    @Arg('proposal', () => ThresholdProposalInput) proposal: ThresholdProposalInput,
    @Ctx() ctx: PortalContext,
  ): Promise<ThresholdProposalType> {
    const { rule, threshold = null, target = null, reason } = proposal;
    const question = { sourceId: source, set, cohort: cohort ?? null, positive: positive ?? null, threshold };
    return toProposal(await this.proposals.propose(ctx, study, question, { rule, target, reason }));
  }

  @Mutation(() => ThresholdProposalType, { description: 'The version is the one that was read.' })
  async withdrawThreshold(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ThresholdProposalType> {
    return toProposal(await this.proposals.withdraw(ctx, study, { id, version }, reason));
  }
}
