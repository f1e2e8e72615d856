'use client';
import { Button, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CodeList, type ColumnSource, factorsOf, type LookedColumn, unitLabel } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { codeFor, codesOf, type FieldChoice, openIn, withCode } from './map-edits.ts';
import styles from './mapping.module.css';

interface ReadingOfColumnProps {
  readonly column: LookedColumn;
  readonly field: FieldChoice;
  readonly source: ColumnSource;
  readonly arms: CodeList;
  readonly onChange: (source: ColumnSource) => void;
}

/** How the values of a column are read as a field: codes, the order of dates, units. */
export function ReadingOfColumn(props: ReadingOfColumnProps) {
  const { column, field, arms } = props;
  const { spec } = field;
  if (codesOf(spec, arms)) return <CodesOfColumn {...props} />;
  if (spec.kind === 'date') return <DatesOfColumn {...props} />;
  if ((spec.kind === 'integer' || spec.kind === 'decimal') && column.filled > 0) return <UnitOfColumn {...props} />;
  return null;
}

const [OPEN, MISSING] = ['', 'missing'] as const;

function CodesOfColumn({ column, field, source, arms, onChange }: ReadingOfColumnProps) {
  const t = useTranslations('imports.mapping');
  const label = useLabel();
  const { spec } = field;
  const { values: open } = openIn(column, field, source, arms);
  const [isUnfolded, setUnfolded] = useState(open.length > 0);
  const list = codesOf(spec, arms)?.codes ?? [];
  if (column.values === null) return <Text size="xs">{t('tooManyValues')}</Text>;
  const nameOf = (code: string | null) => {
    if (code === MISSING) return t('noValue');
    const known = list.find((one) => one.code === code);
    return known ? label(known.label) : '?';
  };
  if (!isUnfolded && open.length === 0) {
    return (
      <div>
        <Text size="xs" className={styles['wrapped'] ?? ''}>
          {column.values
            .map(({ value }) => t('valueAs', { value, code: nameOf(codeFor(source, value, spec, arms)) }))
            .join(', ')}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={() => setUnfolded(true)}>
          {t('change')}
        </Button>
      </div>
    );
  }
  return (
    <Stack gap={4}>
      {column.values.map(({ value, label: shown, count }) => (
        <NativeSelect
          key={value}
          size="xs"
          label={t('valueOf', { value: shown ? `${value} (${shown})` : value, n: count })}
          value={codeFor(source, value, spec, arms) ?? OPEN}
          error={codeFor(source, value, spec, arms) === null ? t('needed') : null}
          data={[
            { value: OPEN, label: t('chooseCode') },
            ...list.map(({ code, label: name }) => ({ value: code, label: label(name) })),
            { value: MISSING, label: t('noValue') },
          ]}
          onChange={({ currentTarget }) => {
            const code = currentTarget.value === OPEN ? null : currentTarget.value;
            onChange(withCode(source, column, { value, code }, { spec, arms }));
          }}
        />
      ))}
    </Stack>
  );
}

function DatesOfColumn({ column, source, onChange }: ReadingOfColumnProps) {
  const t = useTranslations('imports.mapping');
  if (column.orders.length === 0) return null;
  const [sample = ''] = column.samples;
  if (column.orders.length === 1) {
    return <Text size="xs">{t(source.dates === 'monthFirst' ? 'monthFirst' : 'dayFirst', { sample })}</Text>;
  }
  return (
    <div>
      <Text size="xs" c={source.dates ? 'var(--text-quiet)' : 'red'}>
        {t('whichOrder', { sample })}
      </Text>
      <SegmentedControl
        size="xs"
        aria-label={t('whichOrder', { sample })}
        value={source.dates ?? ''}
        data={[
          { value: 'dayFirst', label: t('isDayFirst') },
          { value: 'monthFirst', label: t('isMonthFirst') },
        ]}
        onChange={(value) => onChange({ ...source, dates: value === 'monthFirst' ? 'monthFirst' : 'dayFirst' })}
      />
    </div>
  );
}

function UnitOfColumn({ column, field: { spec }, source, onChange }: ReadingOfColumnProps) {
  const t = useTranslations('imports.mapping');
  const label = useLabel();
  const unit = 'unit' in spec ? spec.unit : undefined;
  const factors = factorsOf(unit);
  if (unit === undefined) return null;
  const own = label(unitLabel(unit));
  if (factors.length === 0) return <Text size="xs">{t('inUnit', { unit: own })}</Text>;
  return (
    <NativeSelect
      size="xs"
      label={t('unitOf', { column: column.name })}
      value={String(source.multiplyBy ?? 1)}
      data={[
        { value: '1', label: own },
        ...factors.map((one) => ({
          value: String(one.factor),
          label: t('toUnit', { from: label(one.unit), unit: own }),
        })),
      ]}
      onChange={({ currentTarget: { value } }) => {
        const { multiplyBy: _, ...rest } = source;
        const factor = factors.find((one) => String(one.factor) === value)?.factor;
        onChange(factor === undefined ? rest : { ...rest, multiplyBy: factor });
      }}
    />
  );
}
