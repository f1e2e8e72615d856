import { type FindingState, isQualityRuleName } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type FindingCount, type FindingRow } from './finding.query.ts';
import { type FindingService } from './finding.service.ts';
import { QualityRuleInput } from './quality.input.ts';
import { type RuleInStudy } from './quality-rule.query.ts';
import { type QualityRuleService } from './quality-rule.service.ts';
import { type QualityRunRow } from './quality-run.query.ts';
import { type QualityRunService } from './quality-run.service.ts';
import { FindingStateEnum, namesOf, QualityFinding, QualityRule, QualityRun, StudyQuality } from './quality.type.ts';

@Resolver()
export class QualityResolver {
  constructor(
    private readonly rules: QualityRuleService,
    private readonly findings: FindingService,
    private readonly runs: QualityRunService,
  ) {}

  @Query(() => StudyQuality)
  async studyQuality(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<StudyQuality> {
    const { studyId, rules, counts, schedule } = await this.rules.overview(ctx, study);
    const { newest, foundAt } = await this.runs.newest(ctx, studyId);
    return {
      rules: rules.map((rule) => toRule(rule, counts)),
      newestRun: newest && toQualityRun(newest),
      foundAt,
      nightly: schedule.nightly,
      nightlyVersion: schedule.version,
    };
  }

  @Query(() => [QualityFinding], { description: 'What a rule has found, at the centres that the asker reads.' })
  qualityFindings(
    @Arg('study', () => String) study: string,
    @Arg('rule', () => String) rule: string,
    @Arg('states', () => [FindingStateEnum], { nullable: true, description: 'Any of these; every state if left out.' })
    states: FindingState[] | null,
    @Arg('centre', () => String, { nullable: true, description: 'The code of a centre.' }) centre: string | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => ID, { nullable: true, description: 'The last finding of the page before.' })
    after: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<FindingRow[]> {
    const asked = { rule, states: states ?? [], centre: centre ?? null, first, after: after ?? null };
    return this.findings.page(ctx, study, asked);
  }

  @Mutation(() => QualityRule, { description: 'Switches a rule on or off, and whether it raises queries.' })
  async setQualityRule(
    @Arg('study', () => String) study: string,
    @Arg('key', () => ID) key: string,
    @Arg('version', () => Int) version: number,
    @Arg('isOn', () => Boolean) isOn: boolean,
    @Arg('raisesQuery', () => Boolean) raisesQuery: boolean,
    @Ctx() ctx: PortalContext,
  ): Promise<QualityRule> {
    return toRule(await this.rules.set(ctx, study, key, version, { isOn, raisesQuery }), []);
  }

  @Mutation(() => QualityRule, { description: 'Adds a rule of the study (no key), or changes one (key and version).' })
  async saveQualityRule(
    @Arg('study', () => String) study: string,
    @Arg('key', () => ID, { nullable: true }) key: string | null,
    @Arg('version', () => Int, { nullable: true }) version: number | null,
    @Arg('input', () => QualityRuleInput) input: QualityRuleInput,
    @Ctx() ctx: PortalContext,
  ): Promise<QualityRule> {
    const read = (key ?? null) === null ? null : { key: key ?? '', version: version ?? 0 };
    return toRule(await this.rules.save(ctx, study, read, input), []);
  }

  @Mutation(() => Boolean, { description: 'Whether the rules run every night.' })
  async setQualitySchedule(
    @Arg('study', () => String) study: string,
    @Arg('nightly', () => Boolean) nightly: boolean,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    return (await this.rules.schedule(ctx, study, { nightly, version })).nightly;
  }

  @Mutation(() => QualityFinding, { description: 'Says why a finding may stay.' })
  exceptFinding(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<FindingRow> {
    return this.findings.except(ctx, id, reason);
  }

  @Mutation(() => QualityFinding, { description: 'A finding that was excepted counts again.' })
  withdrawException(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<FindingRow> {
    return this.findings.withdraw(ctx, id);
  }

  @Mutation(() => QualityRun, { description: 'Queues a run of the rules; refused while one waits or is under way.' })
  async startQualityRun(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<QualityRun> {
    return toQualityRun(await this.runs.start(ctx, study));
  }

  @Mutation(() => QualityRun, { description: 'Ends a run; what the one before it found stays.' })
  async cancelQualityRun(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<QualityRun> {
    return toQualityRun(await this.runs.cancel(ctx, id));
  }
}

export function toQualityRun({ study: _, ...run }: QualityRunRow): QualityRun {
  return Object.assign(new QualityRun(), run);
}

function toRule({ key, label, condition, ...rule }: RuleInStudy, counts: readonly FindingCount[]): QualityRule {
  const { isOn, raisesQuery, version, updatedAt, updatedBy } = rule;
  return {
    ...{ key, ...namesOf(label), isOwn: !isQualityRuleName(key), condition, isOn, raisesQuery },
    ...{ version, updatedAt, updatedBy },
    counts: counts.filter((one) => one.rule === key),
  };
}
