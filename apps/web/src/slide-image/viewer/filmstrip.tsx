'use client';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { studyPath } from '@/session/study-path.ts';
import { thumbnailUrl } from './tile-url.ts';
import styles from './viewer.module.css';

interface FilmstripProps {
  readonly study: string;
  readonly slides: readonly { readonly id: string; readonly barcode: string }[];
  readonly shownId: string;
  /** Of one patient, otherwise of the study. */
  readonly ofPatient: boolean;
}

/** The slides beside this one, in their order; the one shown is marked and kept in view. */
export function Filmstrip({ study, slides, shownId, ofPatient }: FilmstripProps) {
  const t = useTranslations('rois');
  const shown = useRef<HTMLAnchorElement | null>(null);
  useEffect(() => {
    const strip = shown.current?.closest('ul');
    // Within the strip only: the page itself does not scroll.
    if (strip && shown.current) strip.scrollLeft = shown.current.offsetLeft - strip.clientWidth / 2;
  }, [shownId, slides.length]);
  return (
    <nav aria-label={t(ofPatient ? 'film.ofPatient' : 'film.ofStudy')}>
      <ul className={styles['film']}>
        {slides.map(({ id, barcode }) => (
          <li key={id}>
            <Link
              ref={id === shownId ? shown : null}
              href={studyPath(study, 'slides', id)}
              aria-current={id === shownId ? 'page' : undefined}
              aria-label={id === shownId ? t('film.here', { code: barcode }) : barcode}
            >
              <img src={thumbnailUrl(id)} alt="" loading="lazy" />
              <span>{barcode}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
