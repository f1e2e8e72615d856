'use client';
import {
  isLandmark,
  isParted,
  mayBeParted,
  type PartedQuantity,
  type QuantileRule,
  quantileRules,
  readCuts,
  readLandmark,
  readParted,
  showLandmark,
  showParted,
  subjectVariables,
} from '@haim/schema';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { landmarkDays, LandmarkSelect, usualLandmarkMonth } from './landmark-select.tsx';
import { useLabels } from './use-labels.ts';

const rules = Object.keys(quantileRules) as readonly QuantileRule[];
/** Of the choice itself: which quantity and where it is parted follows beside it. */
const aQuantity = 'parts';
const aLandmark = 'landmark';
const byHand = 'cuts';

interface GroupSelectProps {
  /** A variable, parts of a quantity, an outcome at a landmark, or `everybody`. */
  readonly value: string;
  /** What stands for one group of everybody. */
  readonly everybody: string;
  readonly disabled?: boolean;
  /** Whether times may begin at a landmark. */
  readonly offersLandmark?: boolean;
  readonly onChange: (groupBy: string) => void;
}

/** By what patients are grouped: a variable of few values, a quantity parted at its quantiles or at cut-points, an outcome at a landmark. */
export function GroupSelect({
  value,
  everybody,
  disabled = false,
  offersLandmark = false,
  onChange,
}: GroupSelectProps) {
  const t = useTranslations('ui.grouping');
  const locale = useLocale();
  const study = useStudy();
  const labels = useLabels();
  const own = variablesOfStudy(study);
  const quantities = [...subjectVariables, ...own].filter(mayBeParted);
  const parted = isParted(value) ? readParted(value, { own }).parted : null;
  const landmark = isLandmark(value) ? readLandmark(value).landmark : null;
  const nameOf = (variable: string, en: string, zh: string) => {
    const known = labels.variable(variable);
    return known === variable ? (locale === 'zh' ? zh : en) : known;
  };
  const choose = (chosen: string) => {
    const [first] = quantities;
    if (chosen === aLandmark) {
      onChange(showLandmark({ outcome: 'response', days: landmarkDays(usualLandmarkMonth, study.monthDays) }));
    } else if (chosen !== aQuantity) onChange(chosen);
    else if (first) onChange(showParted({ variable: first.name, at: 'halves' }));
  };
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('groups')}
        disabled={disabled}
        value={parted ? aQuantity : landmark ? aLandmark : value}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          ...study.groupings.map(({ variable, labelEn, labelZh }) => ({
            value: variable,
            label: t('by', { variable: inSentence(nameOf(variable, labelEn, labelZh)) }),
          })),
          ...(quantities.length > 0 ? [{ value: aQuantity, label: t('byQuantity') }] : []),
          ...(offersLandmark ? [{ value: aLandmark, label: t('landmark.by') }] : []),
          { value: everybody, label: t('together') },
        ]}
      />
      {parted ? (
        <>
          <NativeSelect
            size="xs"
            aria-label={t('quantity')}
            disabled={disabled}
            value={parted.variable}
            onChange={({ currentTarget }) =>
              // Cut-points of one quantity mean nothing of another.
              onChange(
                showParted({
                  variable: currentTarget.value,
                  at: typeof parted.at === 'string' ? parted.at : 'halves',
                }),
              )
            }
            data={quantities.map(({ name }) => ({ value: name, label: labels.variable(name) }))}
          />
          <Parts key={value} parted={parted} disabled={disabled} onChange={onChange} />
        </>
      ) : null}
      {landmark ? <LandmarkSelect landmark={landmark} disabled={disabled} onChange={onChange} /> : null}
    </>
  );
}

interface PartsProps {
  readonly parted: PartedQuantity;
  readonly disabled: boolean;
  readonly onChange: (groupBy: string) => void;
}

/** Where a quantity is parted. Cut-points take effect on blur or Enter: a half-typed number is not a choice. */
function Parts({ parted, disabled, onChange }: PartsProps) {
  const t = useTranslations('ui.grouping');
  const { variable, at } = parted;
  const [isByHand, setByHand] = useState(typeof at !== 'string');
  const [text, setText] = useState(typeof at === 'string' ? '' : at.join(', '));
  const cuts = readCuts(text);
  const isWrong = text.trim() !== '' && cuts === null;
  const commit = () => {
    if (cuts !== null && cuts.join() !== String(at)) onChange(showParted({ variable, at: cuts }));
  };
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('parts')}
        disabled={disabled}
        value={isByHand ? byHand : String(at)}
        onChange={({ currentTarget }) => {
          const rule = rules.find((one) => one === currentTarget.value);
          setByHand(rule === undefined);
          if (rule) onChange(showParted({ variable, at: rule }));
        }}
        data={[
          ...rules.map((rule) => ({ value: rule, label: t(`rules.${rule}`) })),
          { value: byHand, label: t('rules.cuts') },
        ]}
      />
      {isByHand ? (
        <TextInput
          size="xs"
          w={150}
          aria-label={t('cuts')}
          placeholder={t('cutsExample')}
          disabled={disabled}
          value={text}
          error={isWrong ? t('cutsExpected') : null}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onBlur={commit}
          onKeyDown={({ key }) => {
            if (key === 'Enter') commit();
          }}
        />
      ) : null}
    </>
  );
}
