import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { settingsFrom, StudySettingsInput, Viewer } from '../studies/index.ts';
import { type NewStudyService } from './new-study.service.ts';

@ObjectType()
class CreatedStudy {
  @Field(() => ID) code!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The path of the link that invites its administrator, who has no account yet. It is shown this once.',
  })
  invitationPath!: string | null;
}

@Resolver(() => Viewer)
export class NewStudyResolver {
  constructor(private readonly newStudies: NewStudyService) {}

  @FieldResolver(() => Boolean, { description: 'Whether the viewer may make studies.' })
  mayCreateStudies(@Ctx() ctx: PortalContext): Promise<boolean> {
    return this.newStudies.mayCreate(ctx);
  }

  @Mutation(() => CreatedStudy, {
    description:
      'Its administrator is whoever has the address `administrator`, who is invited without an account; without an address, whoever makes it.',
  })
  async createStudy(
    @Arg('settings', () => StudySettingsInput) settings: StudySettingsInput,
    @Arg('administrator', () => String, { nullable: true }) administrator: string | null | undefined,
    @Ctx() ctx: PortalContext,
  ): Promise<CreatedStudy> {
    const { code, token } = await this.newStudies.create(ctx, settingsFrom(settings), administrator ?? null);
    return { code, invitationPath: token === null ? null : `/invitation/${token}` };
  }
}
