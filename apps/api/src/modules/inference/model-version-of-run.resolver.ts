import DataLoader from 'dataloader';
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { ModelStatusEnum, type ModelService, type ModelVersionRow } from '../models/index.ts';
import { Inference } from './inference.type.ts';

@ObjectType({ description: 'Which registered version of a model made a score.' })
class VersionOfRun {
  @Field(() => ID) id!: string;
  @Field(() => String) line!: string;
  @Field(() => Int) version!: number;
  @Field(() => ModelStatusEnum, { description: 'As it is now.' }) status!: ModelVersionRow['status'];
  @Field(() => String, { description: 'float32 or float16: what the feature network computed in.' }) precision!: string;
}

@Resolver(() => Inference)
export class ModelVersionOfRunResolver {
  private readonly loaders = new WeakMap<PortalContext, DataLoader<string, VersionOfRun | null>>();

  constructor(private readonly models: ModelService) {}

  @FieldResolver(() => VersionOfRun, {
    nullable: true,
    description: 'null before the run has a score, and for one that is older than the registry.',
  })
  async modelVersion(
    @Root() { modelId, modelSha256, manifestSha256 }: Inference,
    @Ctx() ctx: PortalContext,
  ): Promise<VersionOfRun | null> {
    if (modelSha256 === null || manifestSha256 === null) return null;
    return this.ofContext(ctx).load([modelId, modelSha256, manifestSha256].join(' '));
  }

  /** One statement for all runs of an answer. */
  private ofContext(ctx: PortalContext): DataLoader<string, VersionOfRun | null> {
    const known = this.loaders.get(ctx);
    if (known) return known;
    const loader = new DataLoader<string, VersionOfRun | null>(async (keys) => {
      const versions = await this.models.registeredVersions();
      const byKey = new Map(
        versions.map(({ modelId, modelSha256, manifestSha256, manifest, ...version }) => [
          [modelId, modelSha256, manifestSha256].join(' '),
          { ...version, precision: manifest.graphs.features.precision ?? 'float32' },
        ]),
      );
      return keys.map((key) => byKey.get(key) ?? null);
    });
    this.loaders.set(ctx, loader);
    return loader;
  }
}
