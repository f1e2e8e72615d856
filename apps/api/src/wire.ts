import { type DataSource } from 'typeorm';
import { StudyDb } from './db/study-db.ts';
import { CohortSummaryResolver } from './modules/analyses/cohort-summary.resolver.ts';
import { CohortSummaryService } from './modules/analyses/cohort-summary.service.ts';
import { EvaluationResolver } from './modules/analyses/evaluation.resolver.ts';
import { EvaluationService } from './modules/analyses/evaluation.service.ts';
import { SurvivalResolver } from './modules/analyses/survival.resolver.ts';
import { SurvivalService } from './modules/analyses/survival.service.ts';
import { AuditResolver } from './modules/audit/audit.resolver.ts';
import { AuditService } from './modules/audit/audit.service.ts';
import { PatientResolver } from './modules/patients/patient.resolver.ts';
import { PatientService } from './modules/patients/patient.service.ts';
import { recordResolvers } from './modules/patients/record.resolver.ts';
import { RecordService } from './modules/patients/record.service.ts';
import { StudyResolver } from './modules/studies/study.resolver.ts';
import { StudyService } from './modules/studies/study.service.ts';

export type Resolvers = readonly object[];

/** Everything that answers, wired by hand: what a resolver needs is what its constructor takes. */
export function wire(dataSource: DataSource) {
  const db = new StudyDb(dataSource);
  const studies = new StudyService(db);
  const records = new RecordService(db);
  const resolvers: Resolvers = [
    new StudyResolver(studies),
    new PatientResolver(new PatientService(db, studies, records)),
    ...recordResolvers.map((RecordResolver) => new RecordResolver(records)),
    new CohortSummaryResolver(new CohortSummaryService(db, studies)),
    new SurvivalResolver(new SurvivalService(db, studies)),
    new EvaluationResolver(new EvaluationService(db, studies)),
    new AuditResolver(new AuditService(db, studies)),
  ];
  return { db, studies, resolvers };
}
