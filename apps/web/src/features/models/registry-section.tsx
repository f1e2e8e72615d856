'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHistory, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { VersionsLoading } from './loading.tsx';
import { ModelHistory } from './model-history.tsx';
import styles from './models.module.css';
import { WithoutRight } from '@/session/needs-right.tsx';
import { type Decision, type Folder, type Line, linesOf, type Version } from './registry.ts';
import { registryQuery } from './registry-query.ts';
import { type usePageState } from './use-page-state.ts';
import { VersionsTable } from './versions-table.tsx';

const DecisionDialog = onOpening(async () => (await import('./decision-dialog.tsx')).DecisionDialog);
const UploadModelDialog = onOpening(async () => (await import('./upload-model-dialog.tsx')).UploadModelDialog);
const VersionDrawer = onOpening(async () => (await import('./version-drawer.tsx')).VersionDrawer);

/** The models of the portal as versions, what was decided about them, and the folders that are refused. */
export function RegistrySection({ page }: { page: ReturnType<typeof usePageState> }) {
  const t = useTranslations('registry');
  const { data, error, refetch } = useQuery(registryQuery);
  const [decision, setDecision] = useState<Decision | null>(null);
  const [isUploading, setUploading] = useState(false);
  const mayDecide = data?.mayDecideOnModels ?? false;
  const shown = data?.modelVersions.find(({ id }) => id === page.version) ?? null;
  const refused = data?.models.filter(({ versionId, refusal }) => versionId === null && refusal !== null) ?? [];
  return (
    <section aria-label={t('title')}>
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs">
        <Text size="sm" c="var(--text-quiet)" flex="1 1 20rem">
          {t(mayDecide ? 'leadDecide' : 'lead')} {data && !mayDecide ? <WithoutRight right="decideOnModels" /> : null}
        </Text>
        {mayDecide && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUpload size={14} aria-hidden />}
            onClick={() => setUploading(true)}
          >
            {t('upload.open')}
          </Button>
        )}
      </Group>
      {!data && error && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {!data && !error && <VersionsLoading />}
      {data?.modelVersions.length === 0 && refused.length === 0 && (
        <EmptyState title={t('none')} text={t('noneText')} />
      )}
      {data && page.version !== null && shown === null && (
        <EmptyState title={t('unknown')} text={t('unknownText')}>
          <Button variant="default" size="xs" onClick={() => page.showVersion(null)}>
            {t('allVersions')}
          </Button>
        </EmptyState>
      )}
      <Stack gap="sm">
        {refused.map((folder) => (
          <Refused key={folder.id} folder={folder} mayDecide={mayDecide} onDecide={setDecision} />
        ))}
        {linesOf(data?.modelVersions ?? [], data?.modelEvents ?? []).map((line) => (
          <LinePanel
            key={line.name}
            line={line}
            mayDecide={mayDecide}
            onDecide={setDecision}
            onShow={({ id }: Version) => page.showVersion(id)}
          />
        ))}
      </Stack>
      {decision !== null && <DecisionDialog decision={decision} onClose={() => setDecision(null)} />}
      {isUploading && <UploadModelDialog onClose={() => setUploading(false)} />}
      {shown !== null && <VersionDrawer version={shown} onClose={() => page.showVersion(null)} />}
    </section>
  );
}

interface LinePanelProps {
  readonly line: Line;
  readonly mayDecide: boolean;
  readonly onDecide: (decision: Decision) => void;
  readonly onShow: (version: Version) => void;
}

function LinePanel({ line, mayDecide, onDecide, onShow }: LinePanelProps) {
  const t = useTranslations('registry');
  const { name, versions, active, events, hasEarlier } = line;
  return (
    <Panel
      title={name}
      note={active ? t('activeIs', { version: active.version }) : t('noActive')}
      actions={
        mayDecide && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconHistory size={14} aria-hidden />}
            disabled={!hasEarlier}
            onClick={() => onDecide({ kind: 'rollback', line: name, from: active })}
          >
            {t('rollback')}
          </Button>
        )
      }
    >
      <VersionsTable line={name} versions={versions} mayDecide={mayDecide} onDecide={onDecide} onShow={onShow} />
      <details className={styles['events']}>
        <summary>{t('history.title', { n: events.length })}</summary>
        <ModelHistory line={name} events={events} />
      </details>
    </Panel>
  );
}

function Refused({
  folder,
  mayDecide,
  onDecide,
}: {
  folder: Folder;
  mayDecide: boolean;
  onDecide: (decision: Decision) => void;
}) {
  const t = useTranslations('registry');
  // A folder whose files verify has a hash: it only has to be registered again.
  const isChanged = folder.sha256 !== null;
  return (
    <Alert color="red" title={t(isChanged ? 'changed.title' : 'refused.title', { name: folder.id })}>
      <Group justify="space-between" gap="xs" wrap="wrap">
        <Text size="sm">{isChanged ? t('changed.text') : t('refused.text', { refusal: folder.refusal ?? '' })}</Text>
        {isChanged && mayDecide && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onDecide({ kind: 'register', modelId: folder.id })}
          >
            {t('changed.register')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
