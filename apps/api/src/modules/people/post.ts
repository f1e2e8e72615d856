import { type Mailer } from '../../mail/mailer.ts';

/** How letters leave, and where their links lead. */
export interface Post {
  readonly mailer: Mailer;
  /** The address people type. */
  readonly publicUrl: string;
}
