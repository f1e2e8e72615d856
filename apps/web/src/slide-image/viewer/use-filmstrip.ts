'use client';
import { useQuery } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { filmstripQuery } from './query.ts';
import { studyPath } from '@/session/study-path.ts';

interface FilmstripSlide {
  readonly id: string;
  readonly barcode: string;
  readonly patientId: string;
}

export interface FilmstripSlides {
  readonly slides: readonly FilmstripSlide[];
  readonly ofPatient: boolean;
  /** Opens the previous (-1) or next (1) slide of the strip. */
  readonly go: (step: -1 | 1) => void;
}

const around = 20;

/** The slides with an image beside one: of its patient if there are several, otherwise its neighbours in the study. */
export function filmstripOf(all: readonly FilmstripSlide[], shown: FilmstripSlide) {
  const ofPatient = all.filter(({ patientId }) => patientId === shown.patientId);
  if (ofPatient.length > 1) return { slides: ofPatient, ofPatient: true };
  const at = all.findIndex(({ id }) => id === shown.id);
  return { slides: at < 0 ? [] : all.slice(Math.max(0, at - around), at + around + 1), ofPatient: false };
}

export function useFilmstrip(study: string, shown: FilmstripSlide, mayLeave: () => boolean): FilmstripSlides {
  const router = useRouter();
  const { data } = useQuery(filmstripQuery, { variables: { study }, fetchPolicy: 'cache-first' });
  const strip = filmstripOf(data?.slides ?? [], shown);
  return {
    ...strip,
    go: (step) => {
      const at = strip.slides.findIndex(({ id }) => id === shown.id);
      const next = at < 0 ? undefined : strip.slides[at + step];
      if (next && mayLeave()) router.push(studyPath(study, 'slides', next.id));
    },
  };
}
