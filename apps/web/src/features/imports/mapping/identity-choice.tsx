'use client';
import { Group, Select } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type LookedColumn, type MapSource, type PartialMap } from '@haim/schema';
import { useStudy } from '@/session/session.tsx';
import { withIdentity } from './map-edits.ts';

interface IdentityChoiceProps {
  readonly columns: readonly LookedColumn[];
  readonly map: PartialMap;
  readonly onChange: (map: PartialMap) => void;
}

const STORED = 'stored';
const [OF_COLUMN, OF_CENTRE] = ['column:', 'centre:'];

/** Who the patients are: the column of their codes, and a column or one centre for all. */
export function IdentityChoice({ columns, map, onChange }: IdentityChoiceProps) {
  const t = useTranslations('imports.mapping');
  const { writableCentres } = useStudy();
  const ofFile = columns
    .filter(({ name }) => name !== '')
    .map(({ name, label }) => ({
      value: `${OF_COLUMN}${name}`,
      label: label.en === name ? name : `${name} – ${label.en}`,
    }));
  const { code, centre } = map.patient;
  return (
    <Group gap="md" mb="md" align="flex-start" grow preventGrowOverflow={false}>
      <Select
        label={t('code')}
        description={t('codeHelp')}
        data={ofFile}
        value={valueOf(code)}
        searchable
        error={code === null ? t('needed') : null}
        onChange={(value) => onChange(withIdentity(map, { code: value === null ? null : sourceFrom(value) }))}
      />
      <Select
        label={t('centre')}
        description={t('centreHelp')}
        data={[
          { group: t('oneCentre'), items: writableCentres.map((one) => ({ value: `${OF_CENTRE}${one}`, label: one })) },
          { group: t('ofPatient'), items: [{ value: STORED, label: t('stored') }] },
          { group: t('ofColumn'), items: ofFile },
        ]}
        value={centre && 'stored' in centre ? STORED : valueOf(centre)}
        searchable
        error={centre === null ? t('needed') : null}
        onChange={(value) => {
          if (value === STORED) onChange(withIdentity(map, { centre: { stored: true } }));
          else onChange(withIdentity(map, { centre: value === null ? null : sourceFrom(value) }));
        }}
      />
    </Group>
  );
}

function valueOf(source: MapSource | { readonly stored: true } | null): string | null {
  if (source === null || 'stored' in source) return null;
  return 'column' in source ? `${OF_COLUMN}${source.column}` : `${OF_CENTRE}${String(source.constant)}`;
}

function sourceFrom(value: string): MapSource {
  return value.startsWith(OF_COLUMN)
    ? { column: value.slice(OF_COLUMN.length) }
    : { constant: value.slice(OF_CENTRE.length) };
}
