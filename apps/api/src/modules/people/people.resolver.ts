import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type InvitationService } from './invitation.service.ts';
import { type PasswordResetService } from './password-reset.service.ts';
import { type PeopleService } from './people.service.ts';
import {
  Invited,
  Member,
  PasswordResetOffered,
  People,
  PlacementInput,
  toInvitation,
  toMember,
} from './people.type.ts';

@Resolver(() => People)
export class PeopleResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly invitations: InvitationService,
    private readonly resets: PasswordResetService,
  ) {}

  @Query(() => People, { name: 'people', description: 'The members of a study, by name, and whom it has invited.' })
  async ofStudy(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<People> {
    const [members, invitations] = await Promise.all([this.people.list(ctx, study), this.invitations.list(ctx, study)]);
    return { members: members.map(toMember), invitations: invitations.map(toInvitation) };
  }

  @Query(() => [String], {
    description: 'Names of those who manage the people of a study, for its members: whom to ask for a role.',
  })
  peopleManagers(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<string[]> {
    return this.people.managers(ctx, study);
  }

  @Mutation(() => Invited, { description: 'A link that works once, for this address, for seven days.' })
  async inviteMember(
    @Arg('study', () => String) study: string,
    @Arg('email', () => String) email: string,
    @Arg('placement', () => PlacementInput) { role, centre }: PlacementInput,
    @Ctx() ctx: PortalContext,
  ): Promise<Invited> {
    const { invitation, token, isMailed } = await this.invitations.invite(ctx, study, email, {
      role,
      centre: centre ?? null,
    });
    return { invitation: toInvitation(invitation), path: `/invitation/${token}`, isMailed };
  }

  @Mutation(() => ID, { description: 'Makes the link useless.' })
  revokeInvitation(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<string> {
    return this.invitations.revoke(ctx, id);
  }

  @Mutation(() => Member, { description: 'Another role or centre, with the next request of the member.' })
  async changeMembership(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('placement', () => PlacementInput) { role, centre }: PlacementInput,
    @Ctx() ctx: PortalContext,
  ): Promise<Member> {
    return toMember(await this.people.change(ctx, id, version, { role, centre: centre ?? null }));
  }

  @Mutation(() => ID, { description: 'Ends the membership: the next request is refused, and what is under way ends.' })
  endMembership(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    return this.people.end(ctx, id, version);
  }

  @Mutation(() => Int, { description: 'Ends every session of the member, who has to sign in again. Returns how many.' })
  endSessionsOf(@Arg('membershipId', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<number> {
    return this.people.endSessionsOf(ctx, id);
  }

  @Mutation(() => PasswordResetOffered, {
    description:
      'A link by which a member chooses a new password, once, within a day. For whoever manages the people of every study of the member; a second factor stays.',
  })
  async offerPasswordReset(
    @Arg('membershipId', () => ID) id: string,
    @Ctx() ctx: PortalContext,
  ): Promise<PasswordResetOffered> {
    const { token, isMailed } = await this.resets.offer(ctx, id);
    return { path: `/new-password/${token}`, isMailed };
  }
}
