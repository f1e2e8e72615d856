import { type CohortFilter, statement, type Statement } from '@haim/schema';
import { type SubjectStore } from '../../../columns/index.ts';
import { badInput } from '../../../context/portal-error.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { cohortFilter, type CohortInput, leftOutSaid, refuseNoGrouping } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { groupsInFileName } from '../fixed-groups.ts';
import { type TableFiles } from '../table-files.ts';
import { groupsOf, orderOfValues } from '../table-groups.ts';
import { type Courses, coursesOf } from './response-course.ts';
import { courseFiles, type GroupedPatient } from './response-files.ts';
import { needImages } from '../kept-parts.ts';
import { acceptedSums, imagesOfPatients, type ReadSums, type ResponseImage } from '../response-images.query.ts';

export interface ResponseCourseRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly groupBy: string | null;
  /** null: the images of now. */
  readonly snapshot: string | null;
}

export interface ResponseCourse extends Courses {
  readonly groupBy: string | null;
  readonly recipe: string;
  readonly dataVersion: number;
  readonly n: number;
  readonly ungrouped: number;
  /** Patients whose sums are of an accepted reading. */
  readonly readPatients: number;
  /** Of so many patients nothing is drawn: groups and patients are empty. */
  readonly isTooMany: boolean;
  readonly mostPatients: number;
  readonly population: readonly Statement[];
  readonly method: readonly Statement[];
}

interface AskedCourse {
  readonly course: ResponseCourse;
  readonly patients: readonly GroupedPatient[];
  readonly images: readonly ResponseImage[];
  readonly readings: readonly ReadSums[];
  /** What the rows are of, in words. */
  readonly origin: string;
}

/** Patients drawn one by one; of more, bars are narrower than a thousandth of a page, and whoever needs them narrows the selection. */
export const MOST_DRAWN = 5000;

export class ResponseCourseService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * How the sum of the target lesions changed, patient by patient, of the centres that the asker may read.
   *
   * @throws BAD_USER_INPUT for a variable that does not group, naming those that do, or a snapshot that keeps no images; NOT_FOUND for a
   *   snapshot that is absent.
   */
  course(ctx: PortalContext, request: ResponseCourseRequest): Promise<ResponseCourse> {
    return this.asked(ctx, request, ({ course }) => course);
  }

  /**
   * The images behind the figures, and a script that makes them again in R.
   *
   * @throws as `course`; BAD_USER_INPUT where there are too many patients to be drawn.
   */
  files(ctx: PortalContext, request: ResponseCourseRequest): Promise<TableFiles> {
    return this.asked(ctx, request, ({ course, patients, images, readings, origin }) => {
      const { study, groupBy } = request;
      if (course.isTooMany) {
        throw badInput(`${course.n} patients are selected; at most ${MOST_DRAWN} are drawn one by one`);
      }
      const name = `${study}-target-lesions${groupBy === null ? '' : `-${groupsInFileName(groupBy)}`}`;
      const title = `Change of target lesions of ${study}, ${origin}`;
      return courseFiles(course, patients, images, readings, { name, title });
    });
  }

  private asked<T>(
    ctx: PortalContext,
    { study, cohort, groupBy, snapshot }: ResponseCourseRequest,
    work: (asked: AskedCourse) => T,
  ): Promise<T> {
    const scope = this.studies.scope(ctx, study);
    const filter: CohortFilter | null = cohortFilter(cohort);
    return this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => {
        const { own, frozen } = columns;
        needImages(frozen);
        if (groupBy !== null) refuseNoGrouping(groupBy, own);
        const [about, arms] = await Promise.all([
          readStudy(tx, scope.studyId, frozen),
          readArms(tx, scope.studyId, frozen),
        ]);
        const chosen = columns.cohort(filter);
        const { groups, n, ungrouped } = groupsOf(
          chosen,
          groupBy,
          groupBy === null ? [] : orderOfValues(groupBy, arms, own),
        );
        const isTooMany = n > MOST_DRAWN;
        const ids = isTooMany ? [] : chosen.patientIds();
        const patients = [...columns.find(ids).values()].flatMap((row) => {
          const group = groupBy === null ? 'All' : row.word(groupBy);
          return group === null ? [] : [{ row, group }];
        });
        const images = await imagesOfPatients(tx, scope, ids, frozen);
        const readings = await acceptedSums(tx, scope, ids, frozen);
        const courses = isTooMany ? { groups: [], patients: [] } : coursesOf(patients, groups, images, readings);
        const readPatients = courses.patients.filter(({ isRead }) => isRead).length;
        const course = {
          ...courses,
          ...{ groupBy, recipe: about.recipe, dataVersion: columns.version, n, ungrouped, readPatients, isTooMany },
          mostPatients: MOST_DRAWN,
          population: leftOutSaid(columns.leftOut(filter), columns.counted),
          method: [
            statement('changesFromBaseline'),
            readPatients > 0 ? statement('sumsOfReadings', { patients: readPatients }) : statement('sumsOfRecords'),
          ],
        };
        const named = patients.map(({ row, group }) => ({ id: row.id, group }));
        return work({ course, patients: named, images, readings, origin: columns.origin });
      },
      snapshot,
    );
  }
}
