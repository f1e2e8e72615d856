'use client';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Pyramid } from '../viewer/tile-url.ts';
import { type View } from '../viewer/fit.ts';
import { type SlideViewer, useViewer } from '../viewer/use-viewer.ts';
import viewerStyles from '../viewer/viewer.module.css';
import { type Region } from './sensitivity-map.ts';
import styles from './sensitivity.module.css';

/** The same part of the slide without colours. Whichever of the two is moved, the other follows. */
export function OriginalBeside({ slideId, file, beside }: { slideId: string; file: Pyramid; beside: SlideViewer }) {
  const t = useTranslations('sensitivity');
  const stage = useRef<HTMLDivElement | null>(null);
  // It follows another view or is moved by hand, so it never animates.
  const own = useViewer(stage, slideId, file, { still: true, hasNavigator: false });
  const [leads, setLeads] = useState(false);
  const leader = leads ? own : beside;
  const follower = leads ? beside : own;
  const seen = leader.view;
  const { showExactly } = follower;
  const isReady = follower.view !== null;
  useEffect(() => {
    if (seen !== null && isReady) showExactly(regionInView(seen));
    // oxlint-disable-next-line react/exhaustive-deps -- `showExactly` is made anew with every drawing and does the same
  }, [seen, isReady]);
  return (
    <div
      className={viewerStyles['stage']}
      role="img"
      aria-label={t('original')}
      onPointerEnter={() => setLeads(true)}
      onPointerLeave={() => setLeads(false)}
    >
      <div ref={stage} className={viewerStyles['image']} />
      <span className={styles['tag']}>{t('original')}</span>
    </div>
  );
}

/** What a view shows of the slide, in level-0 pixels. */
function regionInView({ scale, left, top, width, height }: View): Region {
  return { x: -left / scale, y: -top / scale, width: width / scale, height: height / scale };
}
