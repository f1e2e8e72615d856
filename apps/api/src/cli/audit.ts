import type { Command } from 'commander';
import { readSettings, SettingsError } from '../settings.ts';
import { asOwner } from './as-owner.ts';

interface Chosen {
  readonly study?: string;
}

/** `portal audit verify`: the chains of the audit trail. */
export function add(program: Command): void {
  const audit = program.command('audit').description('the chains of the audit trail: verify');

  audit
    .command('verify')
    .description('check every entry against its hash, and the chains against their heads; exit code 1 where one fails')
    .option('--study <code>', 'of one study; of all and of the portal itself, if left out')
    .action(async ({ study }: Chosen) => {
      const { AuditHeads } = await import('../modules/audit/audit-heads.ts');
      const { chainLine, recordVerified, UnknownStudy, verifyAudit } = await import('../modules/audit/verify-audit.ts');
      const heads = new AuditHeads(readSettings().auditHeads);
      await asOwner(async (client) => {
        const query = async <Row>(sql: string, values: unknown[] = []) =>
          (await client.query(sql, values)).rows as Row[];
        try {
          for await (const chain of verifyAudit(query, heads, study ?? null)) {
            console.log(chainLine(chain));
            if (chain.fault) process.exitCode = 1;
            await recordVerified(query, chain);
          }
        } catch (error) {
          throw error instanceof UnknownStudy ? new SettingsError(`--study: ${error.message}`) : error;
        }
      });
    });
}
