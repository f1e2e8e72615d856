import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { type SessionRow } from '../auth/index.ts';
import { type InvitationRow } from './people.query.ts';
import { type Member as MemberOfStudy } from './people.service.ts';

const sentOrNot = 'Whether the mail server took the link; null where there is none.';

@InputType({ description: 'A role, and the code of the one centre it is for; without a centre, all of the study.' })
export class PlacementInput {
  @Field(() => String) role!: string;
  @Field(() => ID, { nullable: true }) centre?: string | null;
}

@ObjectType({ description: 'A membership. A person with two roles in a study has two.' })
export class Member {
  @Field(() => ID) id!: string;
  @Field(() => Int, { description: 'To be named by the next change.' }) version!: number;
  @Field(() => ID) userId!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true }) email!: string | null;
  @Field(() => String) role!: string;
  @Field(() => String, { nullable: true, description: 'Null for every centre of the study.' }) centre!: string | null;
  @Field(() => DateTime) since!: Date;
  @Field(() => DateTime, { nullable: true }) lastSignInAt!: Date | null;
  @Field(() => Int, { description: 'Sessions that have not ended.' }) sessions!: number;
  @Field(() => Boolean) isDisabled!: boolean;
  @Field(() => Boolean) hasSecondFactor!: boolean;
}

@ObjectType({ description: 'Not accepted, nor revoked.' })
export class Invitation {
  @Field(() => ID) id!: string;
  @Field(() => String) email!: string;
  @Field(() => String) role!: string;
  @Field(() => String, { nullable: true }) centre!: string | null;
  @Field(() => String) invitedBy!: string;
  @Field(() => DateTime) invitedAt!: Date;
  @Field(() => DateTime) expiresAt!: Date;
}

@ObjectType()
export class People {
  @Field(() => [Member]) members!: Member[];
  @Field(() => [Invitation]) invitations!: Invitation[];
}

@ObjectType()
export class Invited {
  @Field(() => Invitation) invitation!: Invitation;
  @Field(() => String, { description: 'The path of the link, to be passed on. It is shown this once.' }) path!: string;
  @Field(() => Boolean, { nullable: true, description: sentOrNot }) isMailed!: boolean | null;
}

@ObjectType()
export class PasswordResetOffered {
  @Field(() => String, { description: 'The path of the link, to be passed on. It is shown this once.' }) path!: string;
  @Field(() => Boolean, { nullable: true, description: sentOrNot }) isMailed!: boolean | null;
}

@ObjectType({ description: 'A session of the viewer that has not ended.' })
export class OwnSession {
  @Field(() => ID) id!: string;
  @Field(() => DateTime) signedInAt!: Date;
  @Field(() => DateTime, { description: 'To the minute.' }) lastSeenAt!: Date;
  @Field(() => DateTime, { description: 'Earlier if it is not used.' }) expiresAt!: Date;
  @Field(() => String, { nullable: true }) address!: string | null;
  @Field(() => String, { nullable: true }) userAgent!: string | null;
  @Field(() => Boolean, { description: 'The one that asks.' }) isThis!: boolean;
}

export function toMember({ account, id, version, userId, role, centre, since }: MemberOfStudy): Member {
  return {
    id,
    version,
    userId,
    role,
    centre,
    since,
    name: account?.name ?? userId,
    email: account?.email ?? null,
    lastSignInAt: account?.lastSignInAt ?? null,
    sessions: account?.sessions ?? 0,
    isDisabled: account?.isDisabled ?? true,
    hasSecondFactor: account?.hasSecondFactor ?? false,
  };
}

export function toInvitation({ study: _study, studyName: _name, ...invitation }: InvitationRow): Invitation {
  return invitation;
}

export function toOwnSession(session: SessionRow, sessionId: string | undefined): OwnSession {
  return { ...session, isThis: session.id === sessionId };
}
