'use client';
import { later } from './later.tsx';

export const RocChart = later(async () => (await import('./roc-chart-drawing.tsx')).RocChart);
