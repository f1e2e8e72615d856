import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudySettingsService } from './study-settings.service.ts';
import { settingsFrom, StudySettings, StudySettingsInput, toSettings } from './study-settings.type.ts';

@Resolver(() => StudySettings)
export class StudySettingsResolver {
  constructor(private readonly settings: StudySettingsService) {}

  @Query(() => StudySettings, { description: 'For those who manage the study.' })
  async studySettings(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<StudySettings> {
    return toSettings(await this.settings.read(ctx, study));
  }

  @Mutation(() => StudySettings, { description: 'What is in use cannot be taken away; code and kind are fixed.' })
  async changeStudy(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('settings', () => StudySettingsInput) settings: StudySettingsInput,
    @Ctx() ctx: PortalContext,
  ): Promise<StudySettings> {
    return toSettings(await this.settings.change(ctx, study, version, settingsFrom(settings)));
  }

  @Mutation(() => StudySettings, { description: 'From the next request on it is read and exported, and nothing else.' })
  async closeStudy(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<StudySettings> {
    return toSettings(await this.settings.close(ctx, study, version, reason));
  }

  @Mutation(() => StudySettings)
  async reopenStudy(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<StudySettings> {
    return toSettings(await this.settings.reopen(ctx, study, version, reason));
  }
}
