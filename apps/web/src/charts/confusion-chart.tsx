'use client';
import { later } from './later.tsx';

export const ConfusionChart = later(async () => (await import('./confusion-chart-drawing.tsx')).ConfusionChart);
