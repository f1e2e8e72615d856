import type { Command } from 'commander';
import { asOwner } from './as-owner.ts';
import { givenPath } from './given-path.ts';
import { naming } from './table-file.ts';

/** `portal ctcae import FILE.xlsx` */
export function add(program: Command): void {
  const ctcae = program.command('ctcae').description('the terms of CTCAE that adverse events may be named by');
  ctcae
    .command('import <workbook>')
    .description("add the terms of NCI's workbook of CTCAE 5.0 (.xlsx), in English; repeated, it changes nothing")
    .action(async (workbook: string) => {
      const { importCtcae } = await import('../modules/ctcae/import-ctcae.ts');
      const file = givenPath(workbook);
      await asOwner(async (client) => {
        const { terms, added, changed, removed } = await naming(workbook, importCtcae(client, file));
        console.log(`${terms} terms of CTCAE 5.0: ${added} added, ${changed} changed, ${removed} removed.`);
      });
    });
}
