'use client';
import { useTranslations } from 'use-intl';
import { type Competing, type FirstEvent, firstEventsOf } from './to-competing.ts';

/** What the events of an endpoint are called, and what competes with which. */
export function useCompetingWords(competing: Competing) {
  const t = useTranslations('survival.competing');
  const [event, rival] = firstEventsOf(competing);
  const nameOf = (one: FirstEvent | undefined): string => {
    switch (competing.endpoint) {
      case 'TTR':
        return t(one === 'RESPONSE' ? 'events.TTR.RESPONSE' : 'events.TTR.PROGRESSION_OR_DEATH');
      case 'TTNT':
        return t(one === 'NEXT_TREATMENT' ? 'events.TTNT.NEXT_TREATMENT' : 'events.TTNT.DEATH');
      case 'DOR':
        return t(one === 'PROGRESSION' ? 'events.DOR.PROGRESSION' : 'events.DOR.DEATH');
      default:
        return t(one === 'PROGRESSION' ? 'events.PFS.PROGRESSION' : 'events.PFS.DEATH');
    }
  };
  const { endpoint } = competing;
  return {
    nameOf,
    title: t(`title.${endpoint === 'OS' ? 'PFS' : endpoint}`),
    both: { event: nameOf(event), competing: nameOf(rival) },
  };
}
