'use client';
import { later } from './later.tsx';

export const LearningCurveChart = later(
  async () => (await import('./learning-curve-chart-drawing.tsx')).LearningCurveChart,
);
