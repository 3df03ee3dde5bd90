import { findFfmpeg } from '../../media/find-ffmpeg.ts';
import { startRtspProcess } from './rtsp-process.ts';

/** What a camera shows: a file over and over in real time, or what a live feed's port sends. */
export type CameraFeed = { readonly file: string } | { readonly livePort: number };

/**
 * RTCP sender reports: with the time when each picture was taken, with the time since the camera was
 * switched on (as cheap ones send), or no RTCP at all.
 */
export type SenderReports = 'true' | 'uptime' | 'none';

export interface MountOptions {
  readonly feed: CameraFeed;
  /** What the feed is coded in. Default h264. */
  readonly codec?: 'h264' | 'h265';
  /** Asked for where given. */
  readonly login?: {
    readonly user: string;
    readonly password: string;
    readonly method: 'basic' | 'digest';
  };
  /** One encoding for all who watch (default), or one each. */
  readonly shared?: boolean;
  /** Default true. */
  readonly reports?: SenderReports;
  /** Of 127.0.0.1; 0, the default: any free one. */
  readonly port?: number;
  /** How far the camera's clock is ahead. Default 0. */
  readonly clockOffsetMs?: number;
}

/**
 * Cameras for tests and benches, each an RTSP server (GStreamer's) with a port of its own on 127.0.0.1.
 * Pictures are in H.264 or H.265 as the feed has them; SDP, RTP over TCP or UDP, RTCP are GStreamer's.
 */
export interface RtspServer {
  readonly pid: number;
  /** Switches a camera on; it shows its feed from now on, whoever watches. */
  mount(path: string, options: MountOptions): Promise<void>;
  /** With name and password where it asks for them. */
  url(path: string): string;
  /** Connections stand, and nothing is sent but RTCP. */
  stall(path: string): Promise<void>;
  /** Ends a stall or rubbish: pictures again, from the next keyframe. */
  resume(path: string): Promise<void>;
  /** Rubbish: in place of coded pictures in sound RTP packets, or as bytes between them. */
  garbage(path: string, place: 'pictures' | 'bytes'): Promise<void>;
  /** Goes over to another feed of the same codec in the same stream, with the same clock. */
  changeFeed(path: string, feed: CameraFeed): Promise<void>;
  setReports(path: string, reports: SenderReports, clockOffsetMs?: number): Promise<void>;
  /** Closes all connections; new ones are taken. */
  drop(path: string): Promise<void>;
  /** Closes all connections and the port. */
  stop(path: string): Promise<void>;
  /** Opens the same port again. */
  start(path: string): Promise<void>;
  /** Open connections. */
  clients(path: string): Promise<number>;
  /** Takes the camera away for good. */
  remove(path: string): Promise<void>;
  /** Ends all cameras and the process. */
  close(): Promise<void>;
}

/** @throws Error saying what to install, where GStreamer's RTSP server is missing */
export async function startRtspServer(): Promise<RtspServer> {
  const [gstreamer, ffmpeg] = await Promise.all([startRtspProcess(), findFfmpeg()]);
  const urls = new Map<string, string>();
  const sourceOf = (feed: CameraFeed) =>
    'file' in feed ? { file: feed.file, ffmpegPath: ffmpeg.path } : { port: feed.livePort };
  const tell = async (
    command: string,
    path: string,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<void> => {
    await gstreamer.ask(command, { path, ...args });
  };

  return {
    pid: gstreamer.pid,
    async mount(path, { feed, codec = 'h264', login, shared = true, ...clock }) {
      const { port } = await gstreamer.ask('mount', {
        path,
        source: sourceOf(feed),
        codec,
        shared,
        user: login?.user ?? null,
        password: login?.password ?? null,
        auth: login?.method ?? null,
        reports: clock.reports ?? 'true',
        offsetMs: clock.clockOffsetMs ?? 0,
        port: clock.port ?? 0,
      });
      const who =
        login === undefined
          ? ''
          : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
      urls.set(path, `rtsp://${who}127.0.0.1:${String(port)}${path}`);
    },
    url(path) {
      const url = urls.get(path);
      if (url === undefined) throw new Error(`no camera at ${path}`);
      return url;
    },
    stall: (path) => tell('state', path, { state: 'stalled' }),
    resume: (path) => tell('state', path, { state: 'sending' }),
    garbage: (path, place) => tell('state', path, { state: `rubbish-${place}` }),
    changeFeed: (path, feed) => tell('feed', path, { source: sourceOf(feed) }),
    setReports: (path, reports, clockOffsetMs = 0) =>
      tell('reports', path, { reports, offsetMs: clockOffsetMs }),
    drop: (path) => tell('drop', path),
    stop: (path) => tell('stop', path),
    start: (path) => tell('start', path),
    async clients(path) {
      return (await gstreamer.ask('clients', { path })).clients as number;
    },
    async remove(path) {
      await tell('remove', path);
      urls.delete(path);
    },
    close: () => gstreamer.close(),
  };
}
