/** The one video stream that is taken of a description. */
export interface DescribedVideo {
  /** The description with that stream alone, and without a time span, which would move media time 0. */
  readonly sdp: string;
  readonly clockRateHz: number;
}

const VIDEO_CLOCK_RATE_HZ = 90_000;
/** A transport stream keeps times of its own, which RTP timestamps don't tell. */
const TRANSPORT_STREAM_PAYLOAD = 33;

/** The first video stream of a session description (RFC 8866); null where there is none. */
export function describedVideo(sdp: string): DescribedVideo | null {
  const [session, ...media] = sections(sdp);
  const video = media.find((lines) => isVideo(lines[0]!));
  if (session === undefined || video === undefined) return null;
  const kept = [...session, ...video].filter((line) => !/^a=range:/i.test(line));
  return { sdp: `${kept.join('\r\n')}\r\n`, clockRateHz: clockRateHz(video) };
}

/** The lines of the session, then those of each stream. */
function sections(sdp: string): string[][] {
  const found: string[][] = [[]];
  for (const line of sdp.split(/\r?\n/)) {
    if (line === '') continue;
    if (line.startsWith('m=')) found.push([]);
    found.at(-1)!.push(line);
  }
  return found;
}

function isVideo(mediaLine: string): boolean {
  return (
    /^m=video\s/.test(mediaLine) && payloadType(mediaLine) !== String(TRANSPORT_STREAM_PAYLOAD)
  );
}

/** The first of its formats, which is the one ffmpeg takes. */
function payloadType(mediaLine: string): string {
  return mediaLine.trim().split(/\s+/)[3] ?? '';
}

function clockRateHz(video: readonly string[]): number {
  const type = payloadType(video[0]!);
  for (const line of video) {
    const map = /^a=rtpmap:\s*(\d+)\s+[^/\s]+\/(\d{1,9})/.exec(line);
    if (map?.[1] === type && Number(map[2]) > 0) return Number(map[2]);
  }
  return VIDEO_CLOCK_RATE_HZ;
}
