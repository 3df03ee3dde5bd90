/** A real server that a test starts, takes away for a while and gives back. */
export interface BackendService {
  readonly name: string;
  readonly jobsUrl: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Ends the server; what it holds stays on its disk. */
  stop(): Promise<void>;
  /** Stops it for good and removes its files. */
  close(): Promise<void>;
}
