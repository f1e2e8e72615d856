'use client';
import { later } from './later.tsx';

export const KaplanMeierChart = later(async () => (await import('./kaplan-meier-chart-drawing.tsx')).KaplanMeierChart);
