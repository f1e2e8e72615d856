'use client';
import { VisuallyHidden } from '@mantine/core';
import { type CSSProperties } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import {
  adverseEventForm,
  type CodeList,
  followUpForm,
  mrecistResponse,
  laterTreatmentForm,
  systemicCourseForm,
} from '@haim/schema';
import { choicesOf } from '@/forms/show-value.ts';
import { withMinus } from '@/numbers/show.ts';
import { toDays } from '@/numbers/to-months.ts';
import { lanes, type Moment, monthTicks, rowsOf, type Timeline } from './timeline.ts';
import styles from './timeline-figure.module.css';

/** Lanes over months since the first HAIC. Marked up as a list, so that screen readers can read it. */
export function TimelineFigure({ timeline, monthDays }: { timeline: Timeline; monthDays: number }) {
  const t = useTranslations('patients.timeline');
  const describe = useDescribe();
  const whenOf = ({ day, untilDay, isUncertain }: Moment) =>
    t(isUncertain && untilDay !== null ? 'uncertain' : 'day', {
      day: withMinus(String(day)),
      until: withMinus(String(untilDay ?? day)),
    });
  const firstDay = Math.min(0, ...timeline.moments.map(({ day }) => day));
  const left = (day: number) => `${((day - firstDay) / (timeline.lastDay - firstDay)) * 100}%`;
  const width = (days: number) => `${(days / (timeline.lastDay - firstDay)) * 100}%`;
  return (
    <figure className={styles['figure']}>
      {lanes.map((lane) => {
        const moments = timeline.moments.filter((moment) => moment.lane === lane);
        const rows = rowsOf(moments, firstDay, timeline.lastDay);
        return (
          <div key={lane} className={styles['lane']}>
            <div className={styles['name']}>{t(`lanes.${lane}`)}</div>
            <ul className={styles['track']} style={{ '--rows': Math.max(0, ...rows) + 1 } as CSSProperties}>
              {moments.map((moment, index) => {
                const words = `${whenOf(moment)}: ${describe(moment)}`;
                return (
                  <li
                    key={moment.key}
                    style={
                      {
                        '--row': rows[index],
                        left: left(moment.day),
                        ...(moment.untilDay === null ? {} : { width: width(moment.untilDay - moment.day) }),
                      } as CSSProperties
                    }
                    className={styles[moment.untilDay === null ? 'point' : 'span']}
                    data-lane={lane}
                    data-code={moment.code ?? undefined}
                    data-uncertain={moment.isUncertain || undefined}
                    title={words}
                  >
                    <span aria-hidden>{mark(moment)}</span>
                    <VisuallyHidden>{words}</VisuallyHidden>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
      <div className={styles['lane']} aria-hidden>
        <div className={styles['name']} />
        <div className={styles['axis']}>
          {monthTicks(timeline.lastDay, monthDays).map((month) => (
            <span key={month} style={{ left: left(toDays(month, monthDays)) }}>
              {month}
            </span>
          ))}
        </div>
      </div>
      <figcaption className={styles['caption']}>
        {t('caption')}
        {timeline.moments.some(({ isUncertain }) => isUncertain) ? ` ${t('uncertainNote')}` : ''}
        {timeline.unplaced > 0 ? ` ${t('unplaced', { n: timeline.unplaced })}` : ''}
      </figcaption>
    </figure>
  );
}

/** Short enough for a mark; the words are in the list and the tooltip. */
function mark({ lane, code, text }: Moment): string {
  if (lane === 'treatment')
    return code === 'cycle' ? (text ?? '') : code === 'later' ? '+' : (code ?? '').toUpperCase();
  if (lane === 'followUp') return code === 'dead' ? '×' : '→';
  return code ?? '●';
}

function useDescribe(): (moment: Moment) => string {
  const t = useTranslations('patients.timeline');
  const locale = useLocale();
  const labelsOf = ({ codes }: CodeList) => codes.map((entry) => ({ code: entry.code, label: entry.label[locale] }));
  const showName = (term: string) => adverseEventForm.fields.term.names.about(term)?.name[locale] ?? term;
  const caption = (code: string | null, codes: readonly { code: string; label: string }[]) =>
    codes.find((choice) => choice.code === code)?.label ?? t('noResponse');
  return ({ lane, code, text }) => {
    switch (lane) {
      case 'treatment':
        if (code === 'cycle') return t('cycle', { number: text ?? '' });
        if (code === 'later') return caption(text, labelsOf(laterTreatmentForm.fields.therapy.list));
        if (text !== null) return caption(text, labelsOf(systemicCourseForm.fields.drug.list));
        return t(code === 'tki' ? 'tki' : code === 'ici' ? 'ici' : 'haic');
      case 'assessment':
        return caption(code, labelsOf(mrecistResponse));
      case 'adverseEvent':
        return `${text === null ? '' : showName(text)}, ${caption(code, choicesOf(adverseEventForm.fields.grade, { arm: [] }, locale))}`;
      case 'followUp':
        return caption(code, choicesOf(followUpForm.fields.vitalStatus, { arm: [] }, locale));
    }
  };
}
