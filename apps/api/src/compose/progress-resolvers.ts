import { type StudyAnswers, type SubjectStore } from '../columns/index.ts';
import { type StudyDb } from '../db/study-db.ts';
import {
  SharedProgressResolver,
  SharedProgressService,
  StudyPlanResolver,
  StudyPlanService,
  StudyProgressResolver,
  StudyProgressService,
} from '../modules/progress/index.ts';
import { type DueService } from '../modules/schedule/index.ts';
import { type StudyService } from '../modules/studies/study.service.ts';

interface Parts {
  readonly db: StudyDb;
  readonly columns: SubjectStore;
  readonly studies: StudyService;
  readonly due: DueService;
  readonly shared: StudyAnswers;
}

/** How far a study has come, beside what it planned, wired by hand. */
export function progressResolvers({ db, columns, studies, due, shared }: Parts): readonly object[] {
  const plans = new StudyPlanService(db, studies);
  return [
    new StudyPlanResolver(plans),
    new StudyProgressResolver(new StudyProgressService(columns, studies, due)),
    new SharedProgressResolver(new SharedProgressService(studies, plans, shared)),
  ];
}
