'use client';
import { type ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { errorCode } from '@/graphql/error-code.ts';
import { type EntryPatientsQuery } from '@/graphql/generated/graphql.ts';
import { entryPatientsQuery } from './query.ts';

export type PatientRow = EntryPatientsQuery['patients']['rows'][number];

export type Codes =
  | { readonly state: 'reading' }
  | { readonly state: 'ready'; readonly patients: readonly PatientRow[] }
  | { readonly state: 'failed'; readonly code: string };

/** The largest page the API gives. */
const largestPage = 100;

/** Every patient of the centres by code, read when a search begins: the API lists patients and does not search codes. */
export function useCodes(study: string, centres: readonly string[]): Codes {
  const client = useApolloClient();
  const [codes, setCodes] = useState<Codes>({ state: 'reading' });
  const scope = centres.join(' ');
  useEffect(() => {
    let isCurrent = true;
    readAll(client, study, scope.split(' '))
      .then((patients) => isCurrent && setCodes({ state: 'ready', patients }))
      .catch((error: unknown) => isCurrent && setCodes({ state: 'failed', code: errorCode(error) }));
    return () => {
      isCurrent = false;
    };
  }, [client, study, scope]);
  return codes;
}

async function readAll(client: ApolloClient, study: string, centres: string[]): Promise<PatientRow[]> {
  const found: PatientRow[] = [];
  let after: string | null = null;
  do {
    const { data }: { data?: EntryPatientsQuery | undefined } = await client.query({
      query: entryPatientsQuery,
      variables: { study, centres, first: largestPage, after },
      fetchPolicy: 'network-only',
    });
    found.push(...(data?.patients.rows ?? []));
    after = data?.patients.nextCursor ?? null;
  } while (after !== null);
  return found;
}

/** Patients whose code holds what was typed, in order of code; case does not matter. */
export function withCode(patients: readonly PatientRow[], typed: string): PatientRow[] {
  const wanted = typed.normalize('NFKC').trim().toLowerCase();
  return patients.filter(({ code }) => code.toLowerCase().includes(wanted));
}
