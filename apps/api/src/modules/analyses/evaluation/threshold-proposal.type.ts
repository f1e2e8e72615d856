import { showCohort, type Statement } from '@haim/schema';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../graphql/scalars.ts';
import { Said } from '../../../graphql/statement.type.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { EvaluationSet } from './evaluation.type.ts';
import { type ShownProposal } from './threshold-proposal.service.ts';
import { ruleSaid, thresholdRules } from './threshold-rule.ts';

export const ThresholdRule = Object.fromEntries(
  thresholdRules.map((name) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), name]),
);
registerEnumType(ThresholdRule, {
  name: 'ThresholdRule',
  description: 'SENSITIVITY and SPECIFICITY are of at least a target, with the other as high as possible then.',
});

@InputType({ description: 'A threshold to be kept as a proposal.' })
export class ThresholdProposalInput {
  @Field(() => ThresholdRule) rule!: (typeof thresholdRules)[number];
  @Field(() => Float, { nullable: true, description: 'Where it is set by hand; a rule picks it on the cases.' })
  threshold?: number | null;
  @Field(() => Float, { nullable: true, description: 'Of a rule of sensitivity or specificity: at least this share.' })
  target?: number | null;
  @Field(() => String, { description: 'Why, 1 to 500 characters.' }) reason!: string;
}

@ObjectType('ThresholdProposal', {
  description: 'A threshold that somebody proposes for a source of scores: it changes no call.',
})
export class ThresholdProposalType {
  @Field(() => ID) id!: string;
  @Field(() => Float) threshold!: number;
  @Said() rule!: Statement;
  @Field(() => String, { description: 'The class that sensitivity was of.' }) positiveClass!: string;
  @Field(() => EvaluationSet, { description: 'The cases it was chosen on.' }) set!: EvaluationSetName;
  @Field(() => String, { description: 'The selection within the set, as an address has it; empty for all of it.' })
  selection!: string;
  @Field(() => Int, { description: 'Version of the study that the cases were of.' }) dataVersion!: number;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => String, { description: 'SHA-256 of the cases, each with score and class.' }) casesSha256!: string;
  @Field(() => String) reason!: string;
  @Field(() => String) proposedBy!: string;
  @Field(() => DateTime) proposedAt!: Date;
  @Field(() => DateTime, { nullable: true }) withdrawnAt!: Date | null;
  @Field(() => String, { nullable: true }) withdrawnBy!: string | null;
  @Field(() => String, { nullable: true }) withdrawnReason!: string | null;
  @Field(() => Boolean) mayWithdraw!: boolean;
  @Field(() => Int) version!: number;
}

export function toProposal({ rule, target, selection, ...proposal }: ShownProposal): ThresholdProposalType {
  return Object.assign(new ThresholdProposalType(), {
    ...proposal,
    rule: ruleSaid({ rule, target }),
    selection: showCohort(selection),
  });
}
