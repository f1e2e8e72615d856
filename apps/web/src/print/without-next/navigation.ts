import { createContext, use } from 'react';

/** Where a page would be if it had an address. */
export interface Place {
  readonly study: string;
  /** The part of the address that names the page, such as `survival`. */
  readonly segment: string;
  readonly search: URLSearchParams;
}

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = use(PlaceContext);
  if (!place) throw new Error('A page that is drawn for a file needs its place around it.');
  return place;
}

/*
 * What pages ask of `next/navigation`. A page that is drawn for a file stays where it is: nobody presses anything.
 */
export const useParams = () => ({ study: encodeURIComponent(usePlace().study) });
export const useSearchParams = () => usePlace().search;
export const useSelectedLayoutSegment = () => usePlace().segment;
export const usePathname = () => {
  const { study, segment } = usePlace();
  return `/studies/${encodeURIComponent(study)}/${segment}`;
};

const nowhere = () => undefined;
const router = {
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
  refresh: nowhere,
  back: nowhere,
  forward: nowhere,
};
export const useRouter = () => router;
