'use client';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';

/* Each table with what it asks for and draws: only the one that is shown is waited for. */
export const BaselineTable = onOpening(
  async () => (await import('./baseline-table.tsx')).BaselineTable,
  <LoadingTable rows={16} />,
);
export const ResponseTables = onOpening(
  async () => (await import('./response-tables.tsx')).ResponseTables,
  <LoadingTable rows={8} />,
);
export const ModelTable = onOpening(
  async () => (await import('./model-table.tsx')).ModelTable,
  <LoadingTable rows={16} />,
);
