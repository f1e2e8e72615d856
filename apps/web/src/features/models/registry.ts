import type { RegistryQuery } from '@/graphql/generated/graphql.ts';

export type Version = RegistryQuery['modelVersions'][number];
export type ModelEvent = RegistryQuery['modelEvents'][number];
export type Folder = RegistryQuery['models'][number];

/** The decision somebody is about to take. */
export type Decision =
  | { readonly kind: 'activate' | 'retire'; readonly version: Version }
  | { readonly kind: 'rollback'; readonly line: string; readonly from: Version | null }
  | { readonly kind: 'register'; readonly modelId: string };

export interface Line {
  readonly name: string;
  /** The newest first. */
  readonly versions: readonly Version[];
  readonly active: Version | null;
  readonly events: readonly ModelEvent[];
  /** Whether some version was active before, which a rollback would bring back. */
  readonly hasEarlier: boolean;
}

export function linesOf(versions: readonly Version[], events: readonly ModelEvent[]): Line[] {
  return [...new Set(versions.map(({ line }) => line))].map((name) => {
    const own = versions.filter(({ line }) => line === name);
    const told = events.filter(({ line }) => line === name);
    const active = own.find(({ status }) => status === 'active') ?? null;
    return { name, versions: own, active, events: told, hasEarlier: hasEarlier(active, told) };
  });
}

function hasEarlier(active: Version | null, events: readonly ModelEvent[]): boolean {
  if (active === null)
    return events.some(({ action, version, previousVersion }) => action === 'retired' && previousVersion === version);
  const made = events.find(({ action, version }) => action === 'activated' && version === active.version);
  return made !== undefined && made.previousVersion !== null;
}

/** What has to be typed to confirm a decision: the name of what it is about. */
export function wordOf(decision: Decision): string {
  switch (decision.kind) {
    case 'rollback':
      return decision.line;
    case 'register':
      return decision.modelId;
    default:
      return `${decision.version.line} ${decision.version.version}`;
  }
}
