'use client';
import { Skeleton } from '@mantine/core';
import { useRef } from 'react';
import { type FlowBox, type FlowPicture, layoutFlow } from '@/charts/flow-chart-layout.ts';
import { useWidth } from '@/charts/use-room.ts';
import { Loading } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useStudy } from '@/session/session.tsx';
import styles from './flow-shape.module.css';
import { type FlowWords } from './to-picture.ts';

const trunk = ['screened', 'enrolled', 'counted'] as const;
const armSteps = ['counted', 'treated', 'followed', 'analysed'] as const;
/** As many reasons as a study states criteria, about. */
const reasons = 9;

/** The flow before its numbers: its boxes have their headings, where they will be, and placeholders for what is counted. */
export function FlowShape({ title, words }: { title: string; words: FlowWords }) {
  const study = useStudy();
  const place = useRef<HTMLDivElement>(null);
  const widthPx = Math.floor(useWidth(place));
  const picture = shapeOf(
    study.arms.map(({ code }) => code),
    words,
  );
  const { boxes, heightPx } = layoutFlow(picture, Math.max(280, widthPx || 280));
  return (
    <Loading>
      <Panel title={title}>
        <div ref={place} className={styles['shape']} style={{ height: heightPx }}>
          {widthPx > 0
            ? boxes.map(({ box, isExit, x, y, width, height, title: heading, lines }) => (
                <div
                  key={box.key}
                  className={styles['box']}
                  data-exit={isExit || undefined}
                  style={{ left: x, top: y, width, height }}
                >
                  <strong>{heading.join(' ')}</strong>
                  {lines.map((_, line) => (
                    // Lines have nothing but their place.
                    <Skeleton key={line} height={9} width={`${70 - ((line * 23) % 40)}%`} />
                  ))}
                </div>
              ))
            : null}
        </div>
      </Panel>
    </Loading>
  );
}

function shapeOf(arms: readonly string[], words: FlowWords): FlowPicture {
  const box = (key: string, title: string, lines = 1): FlowBox => {
    return { key, title, lines: Array.from({ length: lines }, () => '0'), href: null, spoken: title };
  };
  return {
    common: trunk.map((step) => ({
      box: box(step, words.step(step)),
      exit: step === 'screened' ? box('screened exit', words.exit(step), 1 + reasons) : null,
    })),
    arms: arms.map((code) => ({
      key: code,
      rows: armSteps.map((step, i) => ({
        box: box(`${code} ${step}`, i === 0 ? words.arm(code) : words.step(step)),
        exit: null,
      })),
    })),
  };
}
