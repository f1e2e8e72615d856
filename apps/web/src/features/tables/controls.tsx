'use client';
import { Group } from '@mantine/core';
import { GroupSelect } from '@/selection/group-select.tsx';
import { useAskedTables } from './use-asked-tables.ts';
import { noGroups, useTablesState } from './use-tables-state.ts';

/** By which variable the tables have their columns. */
export function GroupingSelect() {
  const { setState } = useTablesState();
  const { groupBy, isFixed } = useAskedTables();
  return (
    <Group gap="xs" data-print="no">
      <GroupSelect
        value={groupBy ?? noGroups}
        everybody={noGroups}
        disabled={isFixed}
        onChange={(by) => setState({ by })}
      />
    </Group>
  );
}
