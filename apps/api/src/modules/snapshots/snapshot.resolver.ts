import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type SnapshotService } from './snapshot.service.ts';
import { Snapshot, SnapshotChanges, SnapshotCheck, SnapshotDifference } from './snapshot.type.ts';

@Resolver(() => Snapshot)
export class SnapshotResolver {
  constructor(private readonly snapshots: SnapshotService) {}

  @Query(() => [Snapshot], { name: 'snapshots', description: 'Newest first.' })
  list(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<Snapshot[]> {
    return this.snapshots.list(ctx, study);
  }

  @Query(() => Snapshot)
  snapshot(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PortalContext,
  ): Promise<Snapshot> {
    return this.snapshots.one(ctx, study, id);
  }

  @Query(() => [SnapshotChanges], { description: 'How far each snapshot of the study is behind the data of now.' })
  snapshotChanges(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<SnapshotChanges[]> {
    return this.snapshots.changes(ctx, study);
  }

  @Query(() => SnapshotCheck, { description: 'Computes the hash of a snapshot again from what is stored.' })
  checkSnapshot(
    @Arg('study', () => String) study: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: PortalContext,
  ): Promise<SnapshotCheck> {
    return this.snapshots.check(ctx, study, id);
  }

  @Query(() => SnapshotDifference)
  snapshotDifference(
    @Arg('study', () => String) study: string,
    @Arg('from', () => ID, { description: 'A snapshot.' }) from: string,
    @Arg('to', () => ID, { nullable: true, description: 'A snapshot; without it the data of now.' }) to: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<SnapshotDifference> {
    return this.snapshots.difference(ctx, study, from, to ?? null);
  }

  @Mutation(() => Snapshot, { description: 'Keeps what analyses of all centres read, as it is now.' })
  makeSnapshot(
    @Arg('study', () => String) study: string,
    @Arg('name', () => String) name: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<Snapshot> {
    return this.snapshots.make(ctx, study, { name, reason });
  }
}
