import { type ImportedTerm } from '@haim/schema';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { learnImportedTerms } from './ctcae.query.ts';

/** The terms of CTCAE that were imported into the portal. They are reference data, of no study. */
export class CtcaeService {
  constructor(private readonly db: StudyDb) {}

  /** For whoever is signed in; what a page offers is then also what this process accepts. */
  terms(ctx: PortalContext): Promise<ImportedTerm[]> {
    return this.db.read(ctx.asker, learnImportedTerms);
  }
}
