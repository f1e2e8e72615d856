import { cache } from 'react';
import { ApiError, askApi } from '@/graphql/ask-api.ts';
import { graphql } from '@/graphql/generated/index.ts';
import { sessionQuery } from '@/session/query.ts';

const patientQuery = graphql(`
  query PatientOfAddress($id: ID!) {
    patient(id: $id) {
      code
      study
    }
  }
`);

const slideQuery = graphql(`
  query SlideOfAddress($id: ID!) {
    slide(id: $id) {
      barcode
      study
    }
  }
`);

/** Who reads and which studies they may open; asked once for a request, however many parts of the page need it. */
export const sessionOfRequest = cache(() => askApi(sessionQuery, {}));

/** The patient's code, for the title and to answer 404 where there is none. */
export const patientOfAddress = cache((study: string, id: string) =>
  ofStudy(study, async () => (await askApi(patientQuery, { id })).patient),
);

/** The slide's barcode, for the same. */
export const slideOfAddress = cache((study: string, id: string) =>
  ofStudy(study, async () => (await askApi(slideQuery, { id })).slide),
);

/**
 * Null where there is no such thing in the study, or none that is the reader's to see. Undefined where the API could not
 * say: then the page itself asks again and tells what is wrong.
 */
async function ofStudy<Thing extends { study: string }>(
  study: string,
  ask: () => Promise<Thing>,
): Promise<Thing | null | undefined> {
  try {
    const thing = await ask();
    return thing.study === study ? thing : null;
  } catch (error) {
    return error instanceof ApiError && error.code === 'NOT_FOUND' ? null : undefined;
  }
}
