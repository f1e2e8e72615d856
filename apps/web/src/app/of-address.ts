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

/** The reader and the studies they may open; fetched once per request, however many parts of the page need it. */
export const sessionOfRequest = cache(() => askApi(sessionQuery, {}));

/** The patient's code, for the title, and to answer 404 if there is no such patient. */
export const patientOfAddress = cache((study: string, id: string) =>
  ofStudy(study, async () => (await askApi(patientQuery, { id })).patient),
);

/** The slide's barcode, for the same reasons. */
export const slideOfAddress = cache((study: string, id: string) =>
  ofStudy(study, async () => (await askApi(slideQuery, { id })).slide),
);

/**
 * Null if the study has no such thing, or the reader may not see it. Undefined if the API could not
 * answer: then the page itself asks again and shows what is wrong.
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
