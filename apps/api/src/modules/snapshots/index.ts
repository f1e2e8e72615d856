export { SnapshotResolver } from './snapshot.resolver.ts';
export { SnapshotService } from './snapshot.service.ts';
