const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether what is sent to this host stays on this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
