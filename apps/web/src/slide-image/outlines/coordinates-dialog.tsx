'use client';
import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type View } from '../viewer/fit.ts';
import { cornerLines, cornersOf, nextName, type Outline, type Rectangle, rectangleRegions } from './outline.ts';
import { type Outlines } from './use-outlines.ts';

interface CoordinatesDialogProps {
  readonly outlines: Outlines;
  /** The outline to change; null adds one. */
  readonly outline: Outline | null;
  readonly view: View | null;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly onClose: () => void;
}

/** An outline without a mouse: the part of the slide that is in view, a rectangle by its corner, or corners line by line. */
export function CoordinatesDialog({ outlines, outline, view, size, onClose }: CoordinatesDialogProps) {
  const t = useTranslations('rois');
  const [first] = outline?.regions ?? [];
  const [kind, setKind] = useState<string>(outline ? 'corners' : 'rectangle');
  const [rectangle, setRectangle] = useState<Rectangle>(() => visible(view, size));
  const [corners, setCorners] = useState(first ? cornerLines(first.outline) : '');
  const [name, setName] = useState(() =>
    outline
      ? outline.name
      : nextName(
          outlines.list.map((one) => one.name),
          (n) => t('autoName', { n }),
        ),
  );
  const ring = cornersOf(corners);
  const isSound = kind === 'rectangle' ? rectangle.width > 0 && rectangle.height > 0 : ring !== null;

  const put = (): void => {
    if (!isSound) return;
    // Holes and further regions of an outline are unchanged: only its first ring is typed here.
    const typed =
      kind === 'rectangle' || ring === null
        ? rectangleRegions(rectangle)
        : [{ outline: ring, holes: first?.holes ?? [] }, ...(outline?.regions.slice(1) ?? [])];
    outlines.put(outline?.key ?? null, typed, name);
    if (outline) outlines.rename(outline.key, name);
    onClose();
  };
  const side = (field: keyof Rectangle) => (
    <NumberInput
      key={field}
      label={t(`typed.${field}`)}
      value={rectangle[field]}
      decimalScale={2}
      onChange={(value) => setRectangle({ ...rectangle, [field]: Number(value) })}
      size="xs"
    />
  );
  return (
    <Modal opened lockScroll={false} onClose={onClose} title={outline ? t('typed.change') : t('typed.title')} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          put();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('name')}
            value={name}
            maxLength={200}
            required
            onChange={(e) => setName(e.target.value)}
            size="xs"
          />
          {!outline && (
            <SegmentedControl
              size="xs"
              value={kind}
              onChange={setKind}
              aria-label={t('typed.kind')}
              data={[
                { value: 'rectangle', label: t('draw.rectangle') },
                { value: 'corners', label: t('draw.polygon') },
              ]}
            />
          )}
          <Text size="xs" c="var(--text-quiet)">
            {t('typed.units', { width: size.widthPx, height: size.heightPx })}
          </Text>
          {kind === 'rectangle' ? (
            <>
              <Group grow gap="xs">
                {(['left', 'top', 'width', 'height'] as const).map(side)}
              </Group>
              <Text size="xs" c="var(--text-quiet)">
                {t('typed.fromView')}
              </Text>
            </>
          ) : (
            <Textarea
              label={t('typed.corners')}
              description={t('typed.cornersHint')}
              value={corners}
              onChange={(event) => setCorners(event.target.value)}
              error={corners.trim() !== '' && ring === null ? t('typed.cornersWrong') : undefined}
              minRows={5}
              maxRows={12}
              autosize
              size="xs"
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="xs" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" size="xs" disabled={!isSound || name.trim() === ''}>
              {outline ? t('typed.apply') : t('typed.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The part of the slide that is on the screen, in level-0 pixels. */
function visible(view: View | null, { widthPx, heightPx }: CoordinatesDialogProps['size']): Rectangle {
  if (view === null) return { left: 0, top: 0, width: widthPx, height: heightPx };
  const clip = (value: number, most: number): number => Math.round(Math.min(Math.max(value, 0), most));
  const left = clip(-view.left / view.scale, widthPx);
  const top = clip(-view.top / view.scale, heightPx);
  const right = clip((view.width - view.left) / view.scale, widthPx);
  const bottom = clip((view.height - view.top) / view.scale, heightPx);
  return { left, top, width: right - left, height: bottom - top };
}
