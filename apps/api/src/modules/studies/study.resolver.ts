import { Arg, Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { hasRight } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime, LocalDate } from '../../graphql/scalars.ts';
import { type StudyRow, type StudyService } from './study.service.ts';

@ObjectType({ description: 'role: a name of the list `roles`; centres are those whose rows may be read.' })
export class Membership {
  @Field(() => String) study!: string;
  @Field(() => String) role!: string;
  @Field(() => [String]) centres!: string[];
}

@ObjectType()
export class Viewer {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) email!: string;
}

@ObjectType()
class Arm {
  @Field(() => ID) code!: string;
  @Field(() => String) label!: string;
  @Field(() => String, { nullable: true, description: 'Null: as in English.' }) labelZh!: string | null;
}

@ObjectType()
class Centre {
  @Field(() => ID) code!: string;
  @Field(() => String) name!: string;
}

@ObjectType()
export class Study {
  readonly id!: number;
  @Field(() => ID) code!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true, description: 'Null: as in English.' }) nameZh!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Then it is read and exported, and nothing else.' })
  closedAt!: Date | null;
  @Field(() => [String], { description: 'Forms that are neither entered nor imported in the study.' })
  unusedForms!: readonly string[];
  @Field(() => Boolean, { description: 'True where no patient of the study is real.' }) synthetic!: boolean;
  @Field(() => Float) monthDays!: number;
  @Field(() => LocalDate, { nullable: true }) cutoffOn!: string | null;
}

@Resolver(() => Study)
export class StudyResolver {
  constructor(private readonly studies: StudyService) {}

  @Query(() => Viewer)
  viewer(@Ctx() { asker }: PortalContext): Pick<Viewer, 'id' | 'name' | 'email'> {
    return { id: asker.userId, name: asker.name, email: asker.email };
  }

  @Query(() => [Study], { name: 'studies', description: 'The studies of which the viewer is a member.' })
  list(@Ctx() ctx: PortalContext): Promise<StudyRow[]> {
    return this.studies.list(ctx);
  }

  @Query(() => Study)
  study(@Arg('code', () => String) code: string, @Ctx() ctx: PortalContext): Promise<StudyRow> {
    return this.studies.one(ctx, code);
  }

  @FieldResolver(() => [Arm])
  arms(@Root() study: Study, @Ctx() ctx: PortalContext): Promise<Arm[]> {
    return this.studies.arms(ctx, study.id);
  }

  @FieldResolver(() => [Centre])
  centres(@Root() study: Study, @Ctx() ctx: PortalContext): Promise<Centre[]> {
    return this.studies.centres(ctx, study.id);
  }

  @FieldResolver(() => Int, { description: 'Patients whose rows the viewer may read.' })
  patientCount(@Root() study: Study, @Ctx() ctx: PortalContext): Promise<number> {
    return this.studies.patientCount(ctx, study.id);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether numbers of all centres are given to the viewer under protection: STUDY beside OWN as a scope.',
  })
  async sharesNumbers(@Root() { code, disclosure }: StudyRow, @Ctx() ctx: PortalContext): Promise<boolean> {
    if (!disclosure.isOn || !hasRight(ctx.asker, 'readRecords', code)) return false;
    return !(await this.studies.coversStudy(ctx, this.studies.scope(ctx, code)));
  }

  @FieldResolver(() => [String], { description: 'Centres for which the viewer may add and correct records.' })
  async writableCentres(@Root() study: Study, @Ctx() ctx: PortalContext): Promise<string[]> {
    const { writeCentres } = this.studies.scope(ctx, study.code);
    const centres = await this.studies.centres(ctx, study.id);
    return centres.filter(({ id }) => writeCentres.includes(id)).map(({ code }) => code);
  }
}

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly studies: StudyService) {}

  @FieldResolver(() => [Membership])
  memberships(@Ctx() ctx: PortalContext): Promise<Membership[]> {
    return Promise.all(
      ctx.asker.studies.map(async ({ studyId, studyCode, role, readCentres }) => {
        const centres = await this.studies.centres(ctx, studyId);
        const codes = centres.filter(({ id }) => readCentres.includes(id)).map(({ code }) => code);
        return { study: studyCode, role, centres: codes };
      }),
    );
  }
}
