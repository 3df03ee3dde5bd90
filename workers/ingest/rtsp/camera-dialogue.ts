import {
  Authorization,
  bestChallenge,
  isStale,
  readChallenges,
  type Credentials,
} from './authorization.ts';
import type { CameraAddress } from './camera-address.ts';
import type { RelayFailure } from './relay-failure.ts';
import {
  headerOf,
  headersOf,
  replyOf,
  requestOf,
  withHeaders,
  writeMessage,
  type RtspMessage,
} from './rtsp-message.ts';
import { describedVideo } from './sdp.ts';

/** ffmpeg has one request open at a time, and a keepalive. */
const MOST_OPEN_REQUESTS = 16;

interface OpenRequest {
  readonly message: RtspMessage;
  readonly method: string;
  readonly uri: string;
  /** As ffmpeg counts; the camera sees a count of ours, since a request may be sent twice. */
  readonly localCseq: string;
  cseq: number;
  challenges: number;
}

export interface DialogueOutlets {
  toCamera(bytes: Buffer): void;
  toFfmpeg(bytes: Buffer): void;
  /** The camera gives no video; the first such is the one that counts. */
  failed(failure: RelayFailure): void;
  /** Both connections have to end. */
  hangUp(): void;
}

/** Learns from the dialogue which frames are the video's. */
export interface VideoListener {
  described(clockRateHz: number): void;
  setUp(channel: number): void;
  played(): void;
}

/**
 * The requests and replies between ffmpeg and a camera. To ffmpeg the camera is at the relay's address,
 * asks for no password and has one video stream from time 0; the camera sees a client that knows its
 * password.
 */
export class CameraDialogue {
  readonly #address: CameraAddress;
  readonly #localUrl: string;
  readonly #listener: VideoListener;
  readonly #out: DialogueOutlets;
  readonly #open: OpenRequest[] = [];
  #authorization: Authorization | null = null;
  #cseq = 0;
  #session: string | null = null;
  #playedUri: string | null = null;
  #isPlaying = false;
  #isTornDown = false;

  constructor(
    address: CameraAddress,
    localUrl: string,
    listener: VideoListener,
    outlets: DialogueOutlets,
  ) {
    this.#address = address;
    this.#localUrl = localUrl;
    this.#listener = listener;
    this.#out = outlets;
  }

  /** The camera owes an answer without which there will be no video. */
  get isWaiting(): boolean {
    return this.#open.length > 0 && !this.#isPlaying;
  }

  /** Video comes, or may. */
  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  fromFfmpeg(message: RtspMessage): void {
    const request = requestOf(message);
    if (request === null) {
      this.#out.toCamera(writeMessage(message));
      return;
    }
    if (this.#open.length >= MOST_OPEN_REQUESTS) {
      this.#fail('CAMERA_STALLED', 'doesn’t answer.');
      this.#out.hangUp();
      return;
    }
    if (request.method === 'TEARDOWN') this.#isTornDown = true;
    this.#send({
      message,
      method: request.method,
      uri: request.uri.startsWith(this.#localUrl)
        ? this.#address.requestUri + request.uri.slice(this.#localUrl.length)
        : request.uri,
      localCseq: headerOf(message, 'CSeq') ?? '0',
      cseq: 0,
      challenges: 0,
    });
  }

  fromCamera(message: RtspMessage): void {
    const reply = replyOf(message);
    if (reply === null) {
      this.#out.toFfmpeg(writeMessage(message));
      return;
    }
    const request = this.#answered(message);
    if (request === undefined) return;
    if (reply.status === 401 && this.#authorize(request, message)) return;
    if (reply.status >= 300) this.#refused(request, reply);
    if (reply.status >= 300 && reply.status < 400) {
      this.#out.hangUp();
      return;
    }
    const forFfmpeg = withHeaders(message, { CSeq: request.localCseq });
    if (reply.status < 200 || reply.status >= 300) this.#out.toFfmpeg(writeMessage(forFfmpeg));
    else this.#granted(request, forFfmpeg);
  }

  /** Lets go of what the camera still holds for this connection, so far as there is anything. */
  tearDown(): void {
    if (this.#session === null || this.#isTornDown) return;
    this.#isTornDown = true;
    this.#send({
      message: { startLine: '', headers: [['Session', this.#session]], body: Buffer.alloc(0) },
      method: 'TEARDOWN',
      uri: this.#playedUri ?? this.#address.requestUri,
      localCseq: '0',
      cseq: 0,
      challenges: 0,
    });
  }

  #send(request: OpenRequest): void {
    request.cseq = ++this.#cseq;
    this.#open.push(request);
    this.#out.toCamera(
      writeMessage(
        withHeaders(
          {
            ...request.message,
            startLine: `${request.method} ${request.uri} RTSP/1.0`,
          },
          {
            CSeq: String(request.cseq),
            Authorization: this.#authorization?.header(request.method, request.uri) ?? null,
          },
        ),
      ),
    );
  }

  /** The request that a reply is for; the oldest, where the camera doesn't say. */
  #answered(reply: RtspMessage): OpenRequest | undefined {
    const cseq = Number(headerOf(reply, 'CSeq') ?? Number.NaN);
    const index = Number.isNaN(cseq) ? 0 : this.#open.findIndex((open) => open.cseq === cseq);
    return index < 0 ? undefined : this.#open.splice(index, 1)[0];
  }

  /** @returns whether the request was sent again, with credentials */
  #authorize(request: OpenRequest, reply: RtspMessage): boolean {
    const credentials: Credentials | null = this.#address.credentials;
    const challenge = bestChallenge(readChallenges(headersOf(reply, 'WWW-Authenticate')));
    if (credentials === null || challenge === null) return false;
    // One answer to the camera's first challenge or to a nonce that ran out, one more to a stale one.
    if (request.challenges > (isStale(challenge) ? 1 : 0)) return false;
    request.challenges++;
    this.#authorization = new Authorization(challenge, credentials);
    this.#send(request);
    return true;
  }

  #refused(request: OpenRequest, { status, reason }: { status: number; reason: string }): void {
    if (this.#isPlaying || request.method === 'TEARDOWN') return;
    if (status === 401 || status === 403) {
      const why =
        this.#address.credentials === null
          ? 'asks for a name and password, and its address has none.'
          : request.challenges === 0 && status === 401
            ? 'asks for a kind of authentication that isn’t known here.'
            : 'refuses its name and password.';
      this.#fail('CAMERA_UNAUTHORIZED', why);
    } else if (status < 400) {
      this.#fail('CAMERA_NO_VIDEO', 'sends on to another address, which is not followed.');
    } else {
      const said = `${status} ${reason.replace(/[^ -~]/g, '').slice(0, 80)}`.trim();
      this.#fail('CAMERA_NO_VIDEO', `answers ${request.method} with ${said}.`);
    }
  }

  #granted(request: OpenRequest, message: RtspMessage): void {
    let forFfmpeg = message;
    if (request.method === 'DESCRIBE') {
      const video = describedVideo(message.body.toString('latin1'));
      if (video === null) {
        this.#fail('CAMERA_NO_VIDEO', 'has no video stream that can be taken.');
        this.#out.hangUp();
        return;
      }
      this.#listener.described(video.clockRateHz);
      const body = Buffer.from(video.sdp, 'latin1');
      forFfmpeg = {
        ...withHeaders(message, { 'Content-Length': String(body.length) }),
        body,
      };
    } else if (request.method === 'SETUP') {
      this.#session = /^[^;\s]+/.exec(headerOf(message, 'Session') ?? '')?.[0] ?? null;
      const channel = /interleaved\s*=\s*(\d{1,3})/i.exec(headerOf(message, 'Transport') ?? '');
      this.#listener.setUp(Number(channel?.[1] ?? 0));
    } else if (request.method === 'PLAY') {
      // Either would move ffmpeg's media time 0 away from the first packet.
      forFfmpeg = withHeaders(message, { Range: null, 'RTP-Info': null });
      this.#isPlaying = true;
      this.#playedUri = request.uri;
      this.#listener.played();
    }
    this.#out.toFfmpeg(writeMessage(forFfmpeg));
  }

  #fail(cause: RelayFailure['cause'], what: string): void {
    this.#out.failed({ cause, message: `The camera at ${this.#address.label} ${what}` });
  }
}
