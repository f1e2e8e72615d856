import { type TypePolicies } from '@apollo/client';

/**
 * By what the cache tells objects of a type apart, where that is not an id that no other object of it has. One that has no
 * name beyond its list is kept where it was read.
 */
export const typePolicies: TypePolicies = {
  Study: { keyFields: ['code'] },
  // Labels and options are unique only within their list.
  Arm: { keyFields: false },
  Centre: { keyFields: false },
  // Every reading has a T1.
  ReadLesion: { keyFields: false },
  // A patient is in another group by another grouping.
  PatientCourse: { keyFields: false },
  // The cards of the first page ask for a part each: what one has read stays beside what another reads.
  Worklist: { keyFields: false, merge: true },
};
