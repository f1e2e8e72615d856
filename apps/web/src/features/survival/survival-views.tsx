'use client';
import { LoadingState, LoadingTable } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';

/* Each view of the page with what it asks for and draws: only the one that is shown is waited for. */
export const CurvesView = onOpening(
  async () => (await import('./curves-view.tsx')).CurvesView,
  <LoadingState height={640} />,
);
export const ModelView = onOpening(
  async () => (await import('./model-view.tsx')).ModelView,
  <LoadingTable rows={14} />,
);
export const CompetingView = onOpening(
  async () => (await import('./competing-view.tsx')).CompetingView,
  <LoadingState height={640} />,
);
export const SwimmerView = onOpening(
  async () => (await import('./swimmer-view.tsx')).SwimmerView,
  <LoadingState height={640} />,
);
export const SubgroupsView = onOpening(
  async () => (await import('./subgroups-view.tsx')).SubgroupsView,
  <LoadingState height={640} />,
);
export const MonthsView = onOpening(
  async () => (await import('./months-view.tsx')).MonthsView,
  <LoadingTable rows={10} />,
);
export const RecipesView = onOpening(
  async () => (await import('./recipes-view.tsx')).RecipesView,
  <LoadingState height={640} />,
);
