'use client';
import { showInterval, showNumber } from '@/numbers/show.ts';
import { type KaplanMeierCurve, type KaplanMeierRow, type KaplanMeierTexts } from './kaplan-meier-chart-data.ts';
import styles from './kaplan-meier-chart.module.css';

interface KaplanMeierTooltipProps {
  readonly row: KaplanMeierRow | undefined;
  readonly curves: readonly KaplanMeierCurve[];
  readonly texts: KaplanMeierTexts;
}

/** Every curve at one time of the shared grid: survival with its limits, and how many were at risk. */
export function KaplanMeierTooltip({ row, curves, texts }: KaplanMeierTooltipProps) {
  if (!row) return null;
  return (
    <div className={styles['tooltip']}>
      <strong>
        {showNumber(row.months, 1)} {texts.months}
      </strong>
      <table>
        <tbody>
          {curves.map(({ key, label, style }) => {
            const point = row.curves[key];
            if (!point || point.survival === null) return null;
            return (
              <tr key={key} style={{ color: style.text }}>
                <th scope="row">{label}</th>
                <td>{showNumber(point.survival, 1)} %</td>
                <td>
                  {point.lower === null || point.upper === null ? '' : `(${showInterval(point.lower, point.upper, 1)})`}
                </td>
                <td>
                  {texts.atRisk} {point.atRisk}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
