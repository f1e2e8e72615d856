import { type StudyDb } from '../db/study-db.ts';
import { type AuditService } from '../modules/audit/audit.service.ts';
import { PortalAuditResolver } from '../modules/audit/portal-audit.resolver.ts';
import { type AccountDirectory } from '../modules/auth/index.ts';
import {
  OperationOfViewerResolver,
  OperationResolver,
  OperationService,
  type ProcessState,
} from '../modules/operation/index.ts';

interface Parts {
  readonly db: StudyDb;
  readonly accounts: AccountDirectory;
  readonly audit: AuditService;
  readonly state: ProcessState;
}

/** Of the portal as a whole, for whoever runs it, wired by hand. */
export function portalResolvers({ db, accounts, audit, state }: Parts): readonly object[] {
  const operation = new OperationService(db, accounts, state);
  return [new PortalAuditResolver(audit), new OperationResolver(operation), new OperationOfViewerResolver(operation)];
}
