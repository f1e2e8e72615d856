'use client';
import { printWidthsMm } from '@haim/schema';
import { Button, Checkbox, Group, Modal, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { locales } from '@/i18n/locale.ts';
import { drawnWidthPx, sizeInDots } from './figure-size.ts';
import { type FigureChoice, firstChoice, kindsOfPicture, pictureKinds, readChoice } from './figure-choice.ts';

/** Where the browser keeps how its reader saves figures. */
const placeKept = 'figure-choice';

interface FigureDialogProps {
  readonly onClose: () => void;
  /** Resolves to true once the file is saved. */
  readonly onSave: (choice: FigureChoice) => Promise<boolean>;
  /** Whether it can be drawn in the language that the page is not in. */
  readonly hasLanguages: boolean;
  /** Whether its colours mean what no grey can. */
  readonly needsColour: boolean;
}

/** How a figure is saved: kind of file, printed width, language, words, grey. Enter saves it as the last time. */
export function FigureDialog({ onClose, onSave, hasLanguages, needsColour }: FigureDialogProps) {
  const t = useTranslations('ui.figure.file');
  const page = useLocale();
  const [kept, setChoice] = useState(() => readChoice(localStorage.getItem(placeKept)));
  const [isBusy, setIsBusy] = useState(false);
  const choice: FigureChoice = {
    ...kept,
    isGrey: kept.isGrey && !needsColour,
    language: hasLanguages ? kept.language : null,
  };
  const change = (changed: Partial<FigureChoice>) => setChoice((before) => ({ ...before, ...changed }));

  async function save(event: FormEvent) {
    event.preventDefault();
    localStorage.setItem(placeKept, JSON.stringify(kept));
    setIsBusy(true);
    const isSaved = await onSave(choice);
    setIsBusy(false);
    if (isSaved) onClose();
  }

  const { dpi } = pictureKinds[choice.kind];
  const drawnPx = drawnWidthPx(choice.widthMm);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={600}>{t('title')}</Text>}
      size="md"
      centered
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack gap="md">
          <Radio.Group
            label={t('kind')}
            value={choice.kind}
            onChange={(value) => change({ kind: kindsOfPicture.find((kind) => kind === value) ?? firstChoice.kind })}
          >
            <Stack gap={6} mt={6}>
              {kindsOfPicture.map((kind) => (
                <Radio key={kind} size="sm" value={kind} label={t(`kinds.${kind}`)} description={t(`uses.${kind}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <div>
            <Text size="sm" fw={500} id="figure-width">
              {t('width')}
            </Text>
            <SegmentedControl
              mt={4}
              fullWidth
              aria-labelledby="figure-width"
              value={String(choice.widthMm)}
              onChange={(value) =>
                change({ widthMm: printWidthsMm.find((width) => String(width) === value) ?? firstChoice.widthMm })
              }
              data={printWidthsMm.map((width) => ({ value: String(width), label: t('mm', { width }) }))}
            />
            <Text size="xs" c="var(--text-quiet)" mt={4}>
              {t(`columns.${choice.widthMm}`)}
              {dpi === null
                ? ''
                : ` ${t('dots', { dots: sizeInDots({ width: drawnPx, height: drawnPx }, choice.widthMm, dpi).width })}`}
            </Text>
          </div>
          {hasLanguages ? (
            <div>
              <Text size="sm" fw={500} id="figure-language">
                {t('language')}
              </Text>
              <SegmentedControl
                mt={4}
                aria-labelledby="figure-language"
                value={choice.language ?? page}
                onChange={(value) => {
                  const language = locales.find((locale) => locale === value && locale !== page);
                  change({ language: language ?? null });
                }}
                data={locales.map((locale) => ({ value: locale, label: t(`languages.${locale}`) }))}
              />
            </div>
          ) : null}
          <Stack gap={8}>
            <Checkbox
              checked={choice.hasTitle}
              onChange={({ currentTarget }) => change({ hasTitle: currentTarget.checked })}
              label={t('hasTitle')}
            />
            <Checkbox
              checked={choice.hasCaption}
              onChange={({ currentTarget }) => change({ hasCaption: currentTarget.checked })}
              label={t('hasCaption')}
              description={t('captionKept')}
            />
            {needsColour ? null : (
              <Checkbox
                checked={choice.isGrey}
                onChange={({ currentTarget }) => change({ isGrey: currentTarget.checked })}
                label={t('isGrey')}
              />
            )}
          </Stack>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} data-autofocus>
              {t('save', { kind: t(`kinds.${choice.kind}`) })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
