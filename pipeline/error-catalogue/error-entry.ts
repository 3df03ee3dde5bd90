/** What is known of a kind of failure, whoever meets it. */
export interface ErrorEntry {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** Process exit code: 1 the result isn't what it should be, 2 bad usage or input. */
  readonly exitCode: 1 | 2;
  /** What the API answers with. */
  readonly httpStatus: number;
  readonly remedy: string;
}
