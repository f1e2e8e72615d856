import { type Role, roles } from '@haim/schema';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** One text in each language, the same link in both. */
const inBoth = (en: readonly string[], zh: readonly string[]): string => [...en, '', '————', '', ...zh, ''].join('\n');

interface InvitationWords {
  readonly to: string;
  readonly link: string;
  readonly studyName: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly days: number;
}

export function invitationLetter({ to, link, studyName, role, invitedBy, days }: InvitationWords): Letter {
  const { label } = roles[role];
  return {
    to,
    subject: `HAIM Portal: invitation to ${studyName} / 邀请您参与研究`,
    text: inBoth(
      [
        `${invitedBy} invites you to the study ${studyName} as ${label.en.toLowerCase()}.`,
        `Open this link within ${days} days; it works once:`,
        '',
        link,
        '',
        'If you do not know what this is about, ignore this message.',
      ],
      [
        `${invitedBy} 邀请您以“${label.zh}”的身份参与研究 ${studyName}。`,
        `请在 ${days} 天内打开此链接，链接仅可使用一次：`,
        '',
        link,
        '',
        '如果您不了解此事，请忽略本邮件。',
      ],
    ),
  };
}

/** The same for somebody who asked and somebody for whom an administrator made it. */
export function newPasswordLetter({ to, link, hours }: { to: string; link: string; hours: number }): Letter {
  return {
    to,
    subject: 'HAIM Portal: a new password / 重设密码',
    text: inBoth(
      [
        `With this link you choose a new password for ${to}. It works once, within ${hours === 1 ? 'an hour' : `${hours} hours`}:`,
        '',
        link,
        '',
        'If neither you nor your administrator asked for it, ignore this message: your password stays the same.',
      ],
      [
        `您可以通过此链接为 ${to} 设置新密码。链接 ${hours} 小时内有效，仅可使用一次：`,
        '',
        link,
        '',
        '如果您和您的管理员均未提出请求，请忽略本邮件：您的密码不会改变。',
      ],
    ),
  };
}
