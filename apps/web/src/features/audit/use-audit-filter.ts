'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { auditKinds, changeKinds } from '@haim/schema';
import { type AuditFilter } from '@/graphql/generated/graphql.ts';
import { dayEnd, dayStart } from './days.ts';

export const kindGroups = ['all', 'changed'] as const;
const text = parseAsString.withDefault('');

const parsers = {
  kind: parseAsStringLiteral([...kindGroups, ...auditKinds]).withDefault('all'),
  who: text,
  patient: text,
  form: text,
  field: text,
  centre: text,
  from: text,
  to: text,
  reason: text,
  /** The last entry of the page before. */
  after: text,
};

export type AuditState = ReturnType<typeof useAuditFilter>['state'];

/** The filters of the page, which are in its address: a link shows the same entries to whoever may see them. */
export function useAuditFilter() {
  const [state, setState] = useQueryStates(parsers, { history: 'push' });
  /** Another filter begins at its newest entry. */
  const change = (next: Partial<Omit<typeof state, 'after'>>) => void setState({ ...next, after: null });
  const turn = (after: string | null) => void setState({ after });
  const clear = () => void setState(null);
  const isFiltered = Object.entries(state).some(([name, value]) => name !== 'after' && value !== '' && value !== 'all');
  return { state, change, turn, clear, isFiltered };
}

export function toFilter({ kind, who, patient, form, field, centre, from, to, reason }: AuditState): AuditFilter {
  return {
    kinds: kind === 'all' ? [...auditKinds] : kind === 'changed' ? [...changeKinds] : [kind],
    userId: who || null,
    patientCode: patient || null,
    form: form || null,
    field: field || null,
    centre: centre || null,
    from: dayStart(from),
    before: dayEnd(to),
    reason: reason || null,
  };
}

/** Where the file of the same entries is. */
export function fileAddress(study: string | null, state: AuditState): string {
  const { kinds, ...filter } = toFilter(state);
  const parameters = new URLSearchParams({ kinds: (kinds ?? []).join(',') });
  for (const [name, value] of Object.entries(filter)) if (typeof value === 'string') parameters.set(name, value);
  return `/api${study === null ? '' : `/studies/${encodeURIComponent(study)}`}/audit.csv?${parameters}`;
}
