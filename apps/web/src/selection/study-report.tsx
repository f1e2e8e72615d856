'use client';
import { type ReportContents } from '@haim/schema';
import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconReport } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { useStudyReport } from './use-study-report.ts';

const ReportDialog = onOpening(async () => (await import('./report-dialog.tsx')).ReportDialog);

/**
 * Opens the dialog that makes the report of the study, for the selection and the data of the page.
 *
 * @param isCompact - on a screen a sign alone, where a bar has no room for one more word.
 * @param contents - what the report is of.
 */
export function StudyReport({
  isCompact = false,
  contents = 'study',
}: {
  readonly isCompact?: boolean;
  readonly contents?: ReportContents;
}) {
  const t = useTranslations('report');
  const [isOpen, { open, close }] = useDisclosure(false);
  const { state, make, cancel, reset } = useStudyReport();
  const begin = () => {
    reset();
    open();
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        data-print="no"
        leftSection={<IconReport size={14} aria-hidden />}
        onClick={begin}
        {...(isCompact ? { hiddenFrom: 'xs' } : {})}
      >
        {t('action')}
      </Button>
      {isCompact ? (
        <ActionIcon
          size={30}
          variant="default"
          data-print="no"
          aria-label={t('action')}
          title={t(`titles.${contents}`)}
          onClick={begin}
          visibleFrom="xs"
          flex="0 0 auto"
        >
          <IconReport size={16} aria-hidden />
        </ActionIcon>
      ) : null}
      {isOpen ? (
        <ReportDialog
          contents={contents}
          state={state}
          onMake={(choice) => void make(choice)}
          onCancel={cancel}
          onClose={close}
        />
      ) : null}
    </>
  );
}
