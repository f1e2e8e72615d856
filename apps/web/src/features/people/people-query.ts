import { graphql } from '@/graphql/generated/index.ts';
import { type PeopleQuery } from '@/graphql/generated/graphql.ts';

export const peopleQuery = graphql(`
  query People($study: String!) {
    people(study: $study) {
      members {
        id
        version
        userId
        name
        email
        role
        centre
        lastSignInAt
        sessions
        isDisabled
        hasSecondFactor
      }
      invitations {
        id
        email
        role
        centre
        invitedBy
        expiresAt
      }
    }
  }
`);

export const inviteMutation = graphql(`
  mutation InviteMember($study: String!, $email: String!, $placement: PlacementInput!) {
    inviteMember(study: $study, email: $email, placement: $placement) {
      path
      isMailed
    }
  }
`);

export const revokeMutation = graphql(`
  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id)
  }
`);

export const changeMutation = graphql(`
  mutation ChangeMembership($id: ID!, $version: Int!, $placement: PlacementInput!) {
    changeMembership(id: $id, version: $version, placement: $placement) {
      id
      version
      role
      centre
    }
  }
`);

export const endMutation = graphql(`
  mutation EndMembership($id: ID!, $version: Int!) {
    endMembership(id: $id, version: $version)
  }
`);

export const endSessionsMutation = graphql(`
  mutation EndSessionsOf($membershipId: ID!) {
    endSessionsOf(membershipId: $membershipId)
  }
`);

export const takeSecondFactorOffMutation = graphql(`
  mutation TakeSecondFactorOff($membershipId: ID!) {
    takeSecondFactorOff(membershipId: $membershipId)
  }
`);

export const offerPasswordResetMutation = graphql(`
  mutation OfferPasswordReset($membershipId: ID!) {
    offerPasswordReset(membershipId: $membershipId) {
      path
      isMailed
    }
  }
`);

export type Member = PeopleQuery['people']['members'][number];
export type Invitation = PeopleQuery['people']['invitations'][number];
