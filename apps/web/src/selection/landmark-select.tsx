'use client';
import { type LandmarkGroups, type LandmarkOutcome, landmarkOutcomes, showLandmark } from '@haim/schema';
import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { monthNumber, toDays } from '@/numbers/to-months.ts';
import { useStudy } from '@/session/session.tsx';

const outcomes = Object.keys(landmarkOutcomes) as readonly LandmarkOutcome[];
/** On offer: a landmark is chosen before the curves are seen, not searched for. */
const months = [1, 2, 3, 4, 6, 9, 12, 18, 24] as const;

/** Three months: the second or third image of most schedules. */
export const usualLandmarkMonth = 3;

/** A landmark in whole days. */
export function landmarkDays(month: number, monthDays: number): number {
  return Math.round(toDays(month, monthDays));
}

interface LandmarkSelectProps {
  readonly landmark: LandmarkGroups;
  readonly disabled: boolean;
  readonly onChange: (groupBy: string) => void;
}

/** By which outcome patients are grouped at a landmark, and when that is. */
export function LandmarkSelect({ landmark, disabled, onChange }: LandmarkSelectProps) {
  const t = useTranslations('ui.grouping.landmark');
  const { monthDays } = useStudy();
  const { outcome, days } = landmark;
  const offered = [...new Set([...months.map((month) => landmarkDays(month, monthDays)), days])].toSorted(
    (a, b) => a - b,
  );
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('outcome')}
        disabled={disabled}
        value={outcome}
        onChange={({ currentTarget }) => {
          const chosen = outcomes.find((one) => one === currentTarget.value);
          if (chosen) onChange(showLandmark({ outcome: chosen, days }));
        }}
        data={outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('when')}
        disabled={disabled}
        value={String(days)}
        onChange={({ currentTarget }) => onChange(showLandmark({ outcome, days: Number(currentTarget.value) }))}
        data={offered.map((value) => ({
          value: String(value),
          label: t('at', { months: monthNumber(value, monthDays) }),
        }))}
      />
    </>
  );
}
