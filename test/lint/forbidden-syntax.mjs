/*
 * The house's own rules of syntax, as a plugin of oxlint: `.oxlintrc.json` names for each group of files what is forbidden
 * there, by selectors of esquery, and why.
 */

/** @type {{ meta: object, rules: Record<string, import('oxlint/plugins-dev').Rule> }} */
export default {
  meta: { name: 'house' },
  rules: {
    'forbidden-syntax': {
      meta: {
        type: 'problem',
        schema: {
          type: 'array',
          items: {
            type: 'object',
            properties: { selector: { type: 'string' }, message: { type: 'string' } },
            required: ['selector', 'message'],
            additionalProperties: false,
          },
        },
      },
      create: (context) =>
        Object.fromEntries(
          context.options.map(({ selector, message }) => [selector, (node) => context.report({ node, message })]),
        ),
    },
  },
};
