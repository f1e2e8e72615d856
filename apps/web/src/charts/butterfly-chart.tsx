'use client';
import { later } from './later.tsx';

export const ButterflyChart = later(async () => (await import('./butterfly-chart-drawing.tsx')).ButterflyChart);
