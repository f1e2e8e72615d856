import { Ctx, Field, Float, ID, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { type Asker } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type ListedModel } from './model-folders.ts';
import { type ModelStatus, type ModelVersionRow } from './model-store.ts';
import { changedSinceRegistered, inWords, type ModelService } from './model.service.ts';
import { outcomesAreOpenTo } from './open-outcomes.ts';

const optional = { nullable: true } as const;

export const ModelStatusEnum = { candidate: 'candidate', active: 'active', retired: 'retired' } as const;
registerEnumType(ModelStatusEnum, {
  name: 'ModelStatus',
  description: 'One version of a line is active; candidates run when they are chosen; retired ones are refused.',
});

@ObjectType({ description: "What a model's manifest says; null where a refused model's manifest cannot be read." })
export class Model {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true, description: 'Over both graphs; null for a refused model.' })
  sha256!: string | null;
  @Field(() => ID, { nullable: true, description: 'Of the registered version that these files are.' })
  versionId!: string | null;
  @Field(() => String, { nullable: true, description: 'The family of versions it belongs to.' })
  line!: string | null;
  @Field(() => Int, { nullable: true, description: 'Its number in the line; null where it is not registered.' })
  version!: number | null;
  @Field(() => ModelStatusEnum, optional) status!: ModelStatus | null;
  @Field(() => String, { nullable: true, description: 'synthetic: demonstration weights, not a prediction.' })
  weights!: string | null;
  @Field(() => String, optional) positiveClass!: string | null;
  @Field(() => [String]) classes!: readonly string[];
  @Field(() => Float, optional) threshold!: number | null;
  @Field(() => String, optional) thresholdProvenance!: string | null;
  @Field(() => String, optional) provenance!: string | null;
  @Field(() => Int, optional) patchPx!: number | null;
  @Field(() => Float, optional) patchMicronsPerPixel!: number | null;
  @Field(() => Boolean, { description: 'Whether it may run: verified, registered and not retired.' }) usable!: boolean;
  @Field(() => String, { nullable: true, description: 'Why the model is refused, naming the manifest field.' })
  refusal!: string | null;
}

@Resolver(() => Model)
export class ModelResolver {
  constructor(private readonly models: ModelService) {}

  @Query(() => [Model], {
    name: 'models',
    description: 'The models of this portal, the refused ones too; those that run by default come first.',
  })
  async list(@Ctx() { asker }: PortalContext): Promise<Model[]> {
    const order = { active: 0, candidate: 1, retired: 2 } as const;
    return (await this.models.list())
      .map((model) => toModel(model, asker))
      .toSorted((a, b) => (a.status ? order[a.status] : 3) - (b.status ? order[b.status] : 3));
  }
}

function toModel({ listed, version }: { listed: ListedModel; version: ModelVersionRow | null }, asker: Asker): Model {
  const manifest = listed.usable ? listed.model.manifest : listed.manifest;
  // For files that are not a registered version, only a manifest that names no training is known to describe no centre.
  const isOpen = version ? outcomesAreOpenTo(asker, version) : manifest?.trainedOn === null;
  return {
    id: listed.id,
    name: listed.id,
    sha256: listed.usable ? listed.model.modelSha256 : null,
    versionId: version?.id ?? null,
    line: version?.line ?? null,
    version: version?.version ?? null,
    status: version?.status ?? null,
    weights: listed.usable ? listed.model.weights : null,
    positiveClass: manifest?.positiveClass ?? null,
    classes: manifest?.classes ?? [],
    threshold: manifest?.threshold.value ?? null,
    thresholdProvenance: manifest && isOpen ? inWords(manifest.threshold) : null,
    provenance:
      manifest && isOpen
        ? `features: ${manifest.graphs.features.provenance}; head: ${manifest.graphs.head.provenance}`
        : null,
    patchPx: manifest?.patch.px ?? null,
    patchMicronsPerPixel: manifest?.patch.micronsPerPixel ?? null,
    usable: listed.usable && version !== null && version.status !== 'retired',
    refusal: refusalOf(listed, version),
  };
}

function refusalOf(listed: ListedModel, version: ModelVersionRow | null): string | null {
  if (!listed.usable) return listed.refusal;
  if (!version) return changedSinceRegistered;
  return version.status === 'retired' ? 'retired' : null;
}
