'use client';
import { competingEndpoints, useSurvivalState } from './use-survival-state.ts';

/** The endpoint whose competing risks are shown: of the one in the address, or progression where nothing competes with that. */
export function useCompetingEndpoint(): (typeof competingEndpoints)[number] {
  const { state } = useSurvivalState();
  return competingEndpoints.find((one) => one === state.ep) ?? 'PFS';
}
