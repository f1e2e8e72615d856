'use client';
import { Tabs } from '@mantine/core';
import { IconChartHistogram, IconScale, IconTable, IconVersions } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './models.module.css';
import { type Section, sections } from './use-page-state.ts';

interface SectionTabsProps {
  readonly section: Section;
  readonly offered: readonly Section[];
  readonly onChoose: (section: Section) => void;
  readonly children: ReactNode;
}

const icons = {
  performance: IconChartHistogram,
  comparison: IconScale,
  runs: IconTable,
  versions: IconVersions,
} as const;

/** One subject of the page at a time, each with an address of its own; only what is shown is fetched. */
export function SectionTabs({ section, offered, onChoose, children }: SectionTabsProps) {
  const t = useTranslations('models.sections');
  return (
    <Tabs
      value={section}
      onChange={(value) => onChoose(sections.find((one) => one === value) ?? 'performance')}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('label')} className={styles['tabs'] ?? ''}>
        {offered.map((one) => {
          const Icon = icons[one];
          return (
            <Tabs.Tab key={one} value={one} leftSection={<Icon size={16} aria-hidden />}>
              {t(one)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {offered.map((one) => (
        <Tabs.Panel key={one} value={one}>
          {one === section && children}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
