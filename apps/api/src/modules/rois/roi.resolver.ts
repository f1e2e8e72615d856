import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Slide } from '../slides/slide.resolver.ts';
import { type RoiRow, type RoiVersionRow } from './roi.query.ts';
import { type RoiService } from './roi.service.ts';
import { fromColumns, Roi, RoiInput, RoiVersion, toRoi, toRoiVersion } from './roi.type.ts';

@Resolver(() => Roi)
export class RoiResolver {
  private readonly loaders = new WeakMap<PortalContext, DataLoader<string, RoiVersionRow[]>>();

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
    return (await this.versionsOf(ctx).load(id)).map(toRoiVersion);
  }

  private versionsOf(ctx: PortalContext): DataLoader<string, RoiVersionRow[]> {
    const known = this.loaders.get(ctx);
    if (known) return known;
    const loader = new DataLoader<string, RoiVersionRow[]>(
      async (ids) => {
        const rows = Map.groupBy(await this.rois.versions(ctx, ids), ({ roiId }) => roiId);
        return ids.map((id) => rows.get(id) ?? []);
      },
      { cache: false },
    );
    this.loaders.set(ctx, loader);
    return loader;
  }
}

@Resolver(() => Slide)
export class RoisOfSlideResolver {
  private readonly loaders = new WeakMap<PortalContext, DataLoader<string, RoiRow[]>>();

  constructor(private readonly service: RoiService) {}

  @FieldResolver(() => [Roi], { description: 'Outlines on the slide, in the order in which they were added.' })
  async rois(@Root() { id }: Slide, @Ctx() ctx: PortalContext): Promise<Roi[]> {
    return (await this.roisOfSlide(ctx).load(id)).map(toRoi);
  }

  private roisOfSlide(ctx: PortalContext): DataLoader<string, RoiRow[]> {
    const known = this.loaders.get(ctx);
    if (known) return known;
    const loader = new DataLoader<string, RoiRow[]>(
      async (slideIds) => {
        const rows = Map.groupBy(await this.service.ofSlides(ctx, slideIds), ({ slideId }) => slideId);
        return slideIds.map((id) => rows.get(id) ?? []);
      },
      { cache: false },
    );
    this.loaders.set(ctx, loader);
    return loader;
  }
}
