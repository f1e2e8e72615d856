import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { learnCtcaeTerms } from '@haim/schema';
import { ctcaeTermsQuery } from './query.ts';

/**
 * Makes the terms of CTCAE that were imported into the portal names in this page, like the portal's own.
 *
 * @returns whether that is done; also where they cannot be loaded, and the portal's own are all there are.
 */
export function useCtcaeTerms(): boolean {
  const { data, error } = useQuery(ctcaeTermsQuery);
  const isLearnt = useMemo(() => {
    if (data) learnCtcaeTerms(data.ctcaeTerms);
    return data !== undefined;
  }, [data]);
  return isLearnt || error !== undefined;
}
