'use client';
import { Badge } from '@mantine/core';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import { useWeightsName } from '@/evaluation/use-weights-name.ts';

/** Where a model's weights came from; a result of synthetic ones is marked as such wherever it is shown. */
export function WeightsBadge({ weights }: { weights: string }) {
  const nameOf = useWeightsName();
  if (weights === 'synthetic') {
    return <SyntheticMark>{nameOf(weights)}</SyntheticMark>;
  }
  return (
    <Badge color="gray" variant="light" radius="sm" tt="none" miw="max-content">
      {nameOf(weights)}
    </Badge>
  );
}
