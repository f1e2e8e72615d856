import { type Page, type Route } from 'playwright-core';

/** What a page asks of the API goes through `meet` where it is this operation and about a selection or endpoint named so. */
export async function onRequest(
  page: Page,
  operation: string,
  about: string,
  meet: (route: Route) => Promise<void>,
): Promise<void> {
  await page.route('**/graphql', (route) => {
    const asked = route.request().postData() ?? '';
    return asked.includes(`query ${operation}(`) && asked.includes(about) ? meet(route) : route.fallback();
  });
}
