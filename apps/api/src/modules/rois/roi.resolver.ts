import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { allOfEach } from '../../graphql/load-once.ts';
import { Slide } from '../slides/index.ts';
import { type RoiService } from './roi.service.ts';
import { fromColumns, Roi, RoiInput, RoiVersion, toRoi, toRoiVersion } from './roi.type.ts';

@Resolver(() => Roi)
export class RoiResolver {
  private readonly versionsOf = allOfEach(
    (ctx, ids) => this.rois.versions(ctx, ids),
    ({ roiId }) => roiId,
  );

  constructor(private readonly rois: RoiService) {}

  @Mutation(() => Roi, {
    description:
      'Adds an outline (no id) or saves a new version of one (id and the version read); refused while locked.',
  })
  async saveRoi(
    @Arg('slideId', () => ID) slideId: string,
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('version', () => Int, { nullable: true }) version: number | null,
    @Arg('roi', () => RoiInput) { name, label, regions }: RoiInput,
    @Ctx() ctx: PortalContext,
  ): Promise<Roi> {
    const request = { slideId, id: id ?? null, version: version ?? null, name, label: label ?? null };
    return toRoi(await this.rois.save(ctx, { ...request, regions: regions.map(fromColumns) }));
  }

  @Mutation(() => ID, { description: 'Takes an outline off its slide; its versions stay for the runs that saw them.' })
  deleteRoi(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    return this.rois.remove(ctx, id, version);
  }

  @Mutation(() => Roi)
  async lockRoi(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Roi> {
    return toRoi(await this.rois.setLock(ctx, id, true));
  }

  @Mutation(() => Roi)
  async unlockRoi(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Roi> {
    return toRoi(await this.rois.setLock(ctx, id, false));
  }

  @FieldResolver(() => [RoiVersion], { description: 'Every version, the newest first: who saved it and when.' })
  async history(@Root() { id }: Roi, @Ctx() ctx: PortalContext): Promise<RoiVersion[]> {
    return (await this.versionsOf(ctx, id)).map(toRoiVersion);
  }
}

@Resolver(() => Slide)
export class RoisOfSlideResolver {
  private readonly roisOfSlide = allOfEach(
    (ctx, slideIds) => this.service.ofSlides(ctx, slideIds),
    ({ slideId }) => slideId,
  );

  constructor(private readonly service: RoiService) {}

  @FieldResolver(() => [Roi], { description: 'Outlines on the slide, in the order in which they were added.' })
  async rois(@Root() { id }: Slide, @Ctx() ctx: PortalContext): Promise<Roi[]> {
    return (await this.roisOfSlide(ctx, id)).map(toRoi);
  }
}
