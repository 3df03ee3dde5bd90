/**
 * What a test needs and isn't there: the test is skipped and says so. With WAYSIDE_ALL_TESTS=1, as in
 * `.ci/run`, nothing is skipped for that: the test fails.
 * @param missing why it can't be had, or null
 */
export function unlessAllTests(missing: string | null): string | null {
  return process.env.WAYSIDE_ALL_TESTS === '1' ? null : missing;
}
