import { createTransport } from 'nodemailer';
import { log } from '../log.ts';
import { type Letter } from './letters.ts';

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
}

export interface Mailer {
  /** Whether the mail server took it. Never throws: what a letter carries can be had without it. */
  send(letter: Letter): Promise<boolean>;
  close(): void;
}

/** A server that does not answer keeps nobody waiting for longer. */
const longestMs = 10_000;

/** Sends through a mail server. */
export function openMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport(
    {
      url: smtpUrl,
      connectionTimeout: longestMs,
      greetingTimeout: longestMs,
      socketTimeout: longestMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send(letter) {
      try {
        await transport.sendMail(letter);
        return true;
      } catch (error) {
        // Whose address it was is not logged.
        log('warn', 'mail: not sent', { code: (error as { code?: string }).code ?? 'unknown' });
        return false;
      }
    },
    close: () => transport.close(),
  };
}
