/**
 * Faults last as long as they are promised to be got over, instead of seconds, and there are more of them:
 * set WAYSIDE_LONG_TESTS=1.
 */
export const makesLongTests = process.env.WAYSIDE_LONG_TESTS === '1';
