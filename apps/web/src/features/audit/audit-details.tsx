'use client';
import { auditKindLabels, auditKinds, exportedFileLabels, isRole, rights, roles } from '@haim/schema';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useTableName } from '@/forms/use-table-name.ts';
import { type AuditPageQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { detailsShown, isKindList } from './details-shown.ts';

type Detail = AuditPageQuery['auditEntries'][number]['details'][number];

/** What is known of an event, or of which row a change is: named and worded as in the rest of the pages. */
export function AuditDetails({ details, isQuiet }: { details: readonly Detail[]; isQuiet?: true }) {
  const t = useTranslations('audit.details');
  const word = useWord();
  return (
    <Text size={isQuiet ? 'xs' : 'sm'} {...(isQuiet ? { c: 'var(--text-quiet)' } : {})} component="div">
      {detailsShown(details).map((detail, i) => (
        <span key={detail.name}>
          {i > 0 ? ' · ' : null}
          {t('pair', { name: detail.known ? t(detail.known) : detail.name, value: word(detail) })}
        </span>
      ))}
    </Text>
  );
}

/** Why a sign-in failed. */
const reasons = [
  'disabled',
  'tooManyAttempts',
  'usedBefore',
  'cancelled',
  'providerDown',
  'providerAnswer',
  'startAgain',
  'noAddress',
  'unverified',
  'noAccount',
  'linkedToAnother',
  'anotherAddress',
] as const;

/** A value in the reader's language; what is not a code of ours is shown as it was written. */
function useWord(): (detail: Detail) => string {
  const t = useTranslations('audit');
  const ui = useTranslations('ui');
  const label = useLabel();
  const tableName = useTableName();
  const instant = useInstant();
  return ({ name, value, valueName }) => {
    if (valueName !== null) return valueName;
    if (value === null) return missing;
    if (name === 'what' && Object.hasOwn(exportedFileLabels, value))
      return label(exportedFileLabels[value as keyof typeof exportedFileLabels]);
    if (name === 'right' && Object.hasOwn(rights, value)) return label(rights[value as keyof typeof rights].label);
    if (name === 'role' && isRole(value)) return label(roles[value].label);
    if (name === 'form') return tableName(value);
    if (name === 'found') return ui(value === 'true' ? 'yes' : 'no');
    const because = name === 'because' ? reasons.find((one) => one === value) : undefined;
    if (because) return t(`because.${because}`);
    if (name === 'by' && value === 'provider') return t('byProvider');
    if ((name === 'from' || name === 'before') && !Number.isNaN(Date.parse(value))) return instant(value);
    if (name === 'kinds' && isKindList(value)) {
      const kinds = JSON.parse(value) as (keyof typeof auditKindLabels)[];
      if (kinds.length === auditKinds.length) return t('everyKind');
      return kinds.map((kind) => label(auditKindLabels[kind])).join(', ');
    }
    return value;
  };
}
