import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredSchedule } from './schedule.query.ts';
import { type ScheduleService } from './schedule.service.ts';
import { StoredStudySchedule, StudyScheduleSettings } from './schedule.type.ts';

@Resolver(() => StoredStudySchedule)
export class ScheduleResolver {
  constructor(private readonly schedules: ScheduleService) {}

  @Query(() => StoredStudySchedule)
  async studySchedule(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext) {
    return toStored(await this.schedules.read(ctx, study));
  }

  @Mutation(() => StoredStudySchedule, { description: 'The version is the one that was read.' })
  async setStudySchedule(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('schedule', () => StudyScheduleSettings) schedule: StudyScheduleSettings,
    @Ctx() ctx: PortalContext,
  ) {
    return toStored(await this.schedules.set(ctx, study, version, { ...schedule }));
  }
}

function toStored({ version, updatedAt, updatedBy, ...settings }: StoredSchedule): StoredStudySchedule {
  return { version, updatedAt, updatedBy, settings };
}
