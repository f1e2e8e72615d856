import { graphql } from '@/graphql/generated/index.ts';

export const roiFields = graphql(`
  fragment RoiFields on Roi {
    id
    slideId
    name
    label
    source
    locked
    version
    areaMm2
    createdAt
    createdBy
    updatedAt
    updatedBy
    regions {
      outline {
        x
        y
      }
      holes {
        x
        y
      }
    }
  }
`);

export const saveRoiMutation = graphql(`
  mutation SaveRoi($slideId: ID!, $id: ID, $version: Int, $roi: RoiInput!) {
    saveRoi(slideId: $slideId, id: $id, version: $version, roi: $roi) {
      ...RoiFields
    }
  }
`);

export const deleteRoiMutation = graphql(`
  mutation DeleteRoi($id: ID!, $version: Int!) {
    deleteRoi(id: $id, version: $version)
  }
`);

export const lockRoiMutation = graphql(`
  mutation LockRoi($id: ID!) {
    lockRoi(id: $id) {
      ...RoiFields
    }
  }
`);

export const unlockRoiMutation = graphql(`
  mutation UnlockRoi($id: ID!) {
    unlockRoi(id: $id) {
      ...RoiFields
    }
  }
`);

/** What the portal has stored: refetched after a change, and read by everything that shows the slide. */
export const slideRoisQuery = graphql(`
  query SlideRois($slideId: ID!) {
    slide(id: $slideId) {
      id
      rois {
        ...RoiFields
      }
    }
  }
`);

export const roiHistoryQuery = graphql(`
  query RoiHistory($slideId: ID!) {
    slide(id: $slideId) {
      id
      rois {
        id
        history {
          version
          name
          areaMm2
          savedAt
          savedBy
        }
      }
    }
  }
`);
