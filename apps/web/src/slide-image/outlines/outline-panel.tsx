'use client';
import { Button, Group, Menu, Text } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { WithoutRight } from '@/session/needs-right.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Run } from '@/runs/run.ts';
import { type Outline } from './outline.ts';
import { OutlineRow } from './outline-row.tsx';
import { type Outlines } from './use-outlines.ts';
import { useUnsavedGuard } from './use-unsaved-guard.ts';
import styles from './rois.module.css';

const ImportDialog = onOpening(async () => (await import('./import-dialog.tsx')).ImportDialog);
const HistoryDialog = onOpening(async () => (await import('./history-dialog.tsx')).HistoryDialog);

interface OutlinePanelProps {
  readonly outlines: Outlines;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly micronsPerPixel: number | null;
  readonly runs: readonly Run[];
}

const files = [
  { key: 'asap', path: 'rois.asap.xml' },
  { key: 'qupath', path: 'rois.geojson' },
  { key: 'imagescope', path: 'rois.imagescope.xml' },
  { key: 'ome', path: 'rois.ome.xml' },
  { key: 'dicom', path: 'rois.dcm' },
  { key: 'report', path: 'rois.sr.dcm' },
] as const;

/** The outlines of the slide, with instructions while there are none. */
export function OutlinePanel({ outlines, size, micronsPerPixel, runs }: OutlinePanelProps) {
  const t = useTranslations('rois');
  const { list, unsaved, canWrite, slideId } = outlines;
  const [isImporting, setImporting] = useState(false);
  const [past, setPast] = useState<Outline | null>(null);
  useUnsavedGuard(unsaved.length > 0);
  const saved = list.filter((outline) => outline.saved !== null).length;
  return (
    <Panel
      title={t('title')}
      note={t('note', { n: list.length, unsaved: unsaved.length })}
      actions={
        <Group gap={6} wrap="nowrap">
          {canWrite && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconUpload size={14} aria-hidden />}
              onClick={() => setImporting(true)}
            >
              {t('import.button')}
            </Button>
          )}
          <Menu position="bottom-end" width={320}>
            <Menu.Target>
              <Button
                size="compact-xs"
                variant="default"
                disabled={saved === 0}
                leftSection={<IconDownload size={14} aria-hidden />}
              >
                {t('export.button')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('export.saved', { n: saved })}</Menu.Label>
              {files.map(({ key, path }) => (
                <Menu.Item key={key} component="a" href={`/slides/${encodeURIComponent(slideId)}/${path}`} download>
                  {t(`export.${key}`)}
                  <Text size="xs" c="var(--text-quiet)">
                    {t(`export.becomes.${key}`)}
                  </Text>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Group>
      }
    >
      {list.length === 0 ? (
        <Text size="sm" c="var(--text-quiet)">
          {canWrite ? t('noneYet') : t('none')}
        </Text>
      ) : (
        <ul className={styles['list']}>
          {list.map((outline) => (
            <OutlineRow
              key={outline.key}
              outline={outline}
              outlines={outlines}
              size={size}
              micronsPerPixel={micronsPerPixel}
              onHistory={() => setPast(outline)}
            />
          ))}
        </ul>
      )}
      {canWrite ? null : <WithoutRight right="drawOutlines" />}
      {isImporting && <ImportDialog outlines={outlines} onClose={() => setImporting(false)} />}
      {past !== null && <HistoryDialog slideId={slideId} outline={past} runs={runs} onClose={() => setPast(null)} />}
    </Panel>
  );
}
