/* eslint-disable -- written by `npm run api:generate` from api/openapi.json: change the routes */
export interface paths {
  readonly '/healthz': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Whether the process answers
     * @description Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @enum {string} */
              readonly status: 'ok';
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/readyz': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Whether the site can work: database, keeper, job queue, objects
     * @description Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly ready: boolean;
              readonly services: {
                readonly database:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
                readonly keeper:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
                readonly queue:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
                readonly objects:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
              };
            };
          };
        };
        /** @description Default Response */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly ready: boolean;
              readonly services: {
                readonly database:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
                readonly keeper:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
                readonly queue:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
                readonly objects:
                  | 'ok'
                  | (
                      | 'USAGE'
                      | 'CONFIG_INVALID'
                      | 'DATABASE_UNREACHABLE'
                      | 'DATABASE_OUTDATED'
                      | 'QUEUE_UNREACHABLE'
                      | 'OBJECTS_UNREACHABLE'
                      | 'OBJECTS_REFUSED'
                      | 'OBJECT_MISSING'
                      | 'DISK_FULL'
                      | 'DATA_FOLDER_UNUSABLE'
                      | 'JOB_FAILED'
                      | 'INTERRUPTED'
                      | 'INTERNAL'
                      | 'FILE_MISSING'
                      | 'FILE_EMPTY'
                      | 'FILE_UNREADABLE'
                      | 'NOT_MEDIA'
                      | 'MEDIA_TRUNCATED'
                      | 'NO_VIDEO_STREAM'
                      | 'DECODE_FAILED'
                      | 'NOT_IMAGE'
                      | 'IMAGE_TOO_LARGE'
                      | 'FFMPEG_MISSING'
                      | 'MODEL_MISSING'
                      | 'MODEL_CORRUPT'
                      | 'TENSOR_SHAPE'
                      | 'PATTERN_INVALID'
                      | 'PATTERN_TOO_WIDE'
                      | 'REGION_UNKNOWN'
                      | 'CAMERA_UNKNOWN'
                      | 'TIME_INVALID'
                      | 'CASE_REQUIRED'
                      | 'GRANT_INVALID'
                      | 'QUOTA_EXCEEDED'
                      | 'APPROVER_REFUSED'
                      | 'REVIEW_REFUSED'
                      | 'CASE_CLOSED'
                      | 'TICKET_INVALID'
                      | 'KEEPER_UNTRUSTED'
                      | 'AUDIT_BROKEN'
                      | 'AUDIT_UNAVAILABLE'
                      | 'ROLE_REFUSED'
                      | 'EXPIRED'
                      | 'SEAL_BROKEN'
                      | 'KEEPER_UNREACHABLE'
                      | 'KEYRING_INVALID'
                      | 'NOT_FOUND'
                      | 'NOT_SIGNED_IN'
                      | 'SIGN_IN_AGAIN'
                      | 'FORBIDDEN'
                      | 'RATE_LIMITED'
                      | 'BODY_TOO_LARGE'
                      | 'UNSUPPORTED_MEDIA_TYPE'
                      | 'CONFLICT'
                      | 'ZONE_INVALID'
                      | 'MASK_INVALID'
                      | 'LINE_INVALID'
                      | 'IMPORT_UNKNOWN'
                      | 'FOLDER_REFUSED'
                      | 'FILE_CHANGED'
                      | 'TRACK_UNKNOWN'
                      | 'SIGN_IN_REFUSED'
                      | 'SECOND_FACTOR_REQUIRED'
                      | 'SECOND_FACTOR_REFUSED'
                      | 'SECOND_FACTOR_MISSING'
                      | 'SECOND_FACTOR_ELSEWHERE'
                      | 'LOCKED_OUT'
                      | 'PASSWORD_WEAK'
                      | 'SETUP_REFUSED'
                      | 'INVITATION_REFUSED'
                      | 'API_KEY_REFUSED'
                      | 'API_KEY_EXPIRED'
                      | 'CROSS_SITE'
                      | 'OIDC_REFUSED'
                      | 'OIDC_UNREACHABLE'
                      | 'PASSPHRASE_WRONG'
                      | 'APPROVER_KEY_MISSING'
                      | 'REDACTION_MISSING'
                      | 'PICTURE_MISSING'
                      | 'CLIP_NOT_READY'
                      | 'FOOTAGE_NONE'
                      | 'UNMASKING_REFUSED'
                      | 'ENCODE_FAILED'
                      | 'RETENTION_TOO_LONG'
                      | 'HOLD_INVALID'
                      | 'CAMERA_UNREACHABLE'
                      | 'CAMERA_UNAUTHORIZED'
                      | 'CAMERA_NO_VIDEO'
                      | 'CAMERA_STALLED'
                      | 'CAMERA_DISCONNECTED'
                      | 'CAMERA_PAUSED'
                      | 'INGEST_STOPPED'
                      | 'SPOOL_FULL'
                      | 'DETECTION_STREAM_LATE'
                      | 'DETECTION_STREAM_CLOCK'
                      | 'SEGMENT_LOST'
                    );
              };
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/metrics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Figures for Prometheus
     * @description Cameras, queues, keys and processes; nothing of what was read or searched.
     *
     *     For the roles administrator, auditor. For API keys with the scope `metrics:read`.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'text/plain': string;
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cameras': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Cameras, by id
     * @description For the roles analyst, approver, auditor, integrator, administrator. For API keys with the scope `cameras:read`.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly id: string;
                /** @description Whose plates to expect there; several with commas between. */
                readonly region: string;
                /** @description Null: none was given yet, for cameras added from the command line. */
                readonly occasion: string | null;
                readonly latitude: number | null;
                readonly longitude: number | null;
                /** @description Where it looks, clockwise from north. */
                readonly headingDeg: number | null;
                /** @description Parts of the picture with a name. Tracks keep the names of those at their time. */
                readonly zones: readonly {
                  readonly name: string;
                  readonly polygon: readonly (readonly [number, number])[];
                }[];
                /** @description Parts of the picture that nothing looks at, filled in every picture that leaves. */
                readonly masks: readonly {
                  readonly name: string;
                  readonly polygon: readonly (readonly [number, number])[];
                  readonly burned?: boolean;
                }[];
                /** @description Lines that vehicles cross. */
                readonly lines: readonly {
                  readonly name: string;
                  readonly points: readonly [readonly [number, number], readonly [number, number]];
                }[];
                /** @description Pictures a second that are looked at; null: as the site’s. */
                readonly analysisFps: number | null;
                /**
                 * @description `paused`: takes in no footage.
                 * @enum {unknown}
                 */
                readonly status: 'active' | 'paused';
                /** @description Where its stream comes from, without name and password; for administrators, null for others. It is set in wayside.yaml, as all of this camera is then, but for `status`. */
                readonly streamAddress: string | null;
                /** @description Null: it was never recorded. */
                readonly live: {
                  /**
                   * @description `failing`: it is tried again and again; `stopped`: nothing records it.
                   * @enum {unknown}
                   */
                  readonly state: 'connecting' | 'recording' | 'failing' | 'paused' | 'stopped';
                  /** @description Of `failing` and `stopped`: an error code. */
                  readonly cause: string | null;
                  readonly since: string;
                  readonly clockSource:
                    ('given' | 'container' | 'import' | 'camera' | 'arrival') | null;
                  readonly codec: string | null;
                  readonly widthPx: number | null;
                  readonly heightPx: number | null;
                  readonly lastSegmentAt: string | null;
                  /** @description Why its smaller stream isn’t recorded with it, an error code; null: it is, or there is none. */
                  readonly detectionCause: string | null;
                  /** @description Age of the oldest video of its newest run that nobody looked at yet. */
                  readonly lagMs: number;
                } | null;
                readonly createdAt: string;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Add a camera
     * @description For the roles administrator.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description Letters, digits, dots, dashes and underscores. */
            readonly id: string;
            /** @description Why the camera is there. */
            readonly occasion: string;
            /** @description Whose plates to expect there; several with commas between. */
            readonly region?: string;
            readonly latitude?: number | null;
            readonly longitude?: number | null;
            /** @description Where it looks, clockwise from north. */
            readonly headingDeg?: number | null;
            /** @description Parts of the picture with a name. Tracks keep the names of those at their time. */
            readonly zones?: readonly {
              readonly name: string;
              readonly polygon: readonly (readonly [number, number])[];
            }[];
            /** @description Parts of the picture that nothing looks at, filled in every picture that leaves. */
            readonly masks?: readonly {
              readonly name: string;
              readonly polygon: readonly (readonly [number, number])[];
              readonly burned?: boolean;
            }[];
            /** @description Lines that vehicles cross. */
            readonly lines?: readonly {
              readonly name: string;
              readonly points: readonly [readonly [number, number], readonly [number, number]];
            }[];
            /** @description Pictures a second that are looked at; null: as the site’s. */
            readonly analysisFps?: number | null;
            /**
             * @description `paused`: takes in no footage.
             * @enum {unknown}
             */
            readonly status?: 'active' | 'paused';
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              /** @description Whose plates to expect there; several with commas between. */
              readonly region: string;
              /** @description Null: none was given yet, for cameras added from the command line. */
              readonly occasion: string | null;
              readonly latitude: number | null;
              readonly longitude: number | null;
              /** @description Where it looks, clockwise from north. */
              readonly headingDeg: number | null;
              /** @description Parts of the picture with a name. Tracks keep the names of those at their time. */
              readonly zones: readonly {
                readonly name: string;
                readonly polygon: readonly (readonly [number, number])[];
              }[];
              /** @description Parts of the picture that nothing looks at, filled in every picture that leaves. */
              readonly masks: readonly {
                readonly name: string;
                readonly polygon: readonly (readonly [number, number])[];
                readonly burned?: boolean;
              }[];
              /** @description Lines that vehicles cross. */
              readonly lines: readonly {
                readonly name: string;
                readonly points: readonly [readonly [number, number], readonly [number, number]];
              }[];
              /** @description Pictures a second that are looked at; null: as the site’s. */
              readonly analysisFps: number | null;
              /**
               * @description `paused`: takes in no footage.
               * @enum {unknown}
               */
              readonly status: 'active' | 'paused';
              /** @description Where its stream comes from, without name and password; for administrators, null for others. It is set in wayside.yaml, as all of this camera is then, but for `status`. */
              readonly streamAddress: string | null;
              /** @description Null: it was never recorded. */
              readonly live: {
                /**
                 * @description `failing`: it is tried again and again; `stopped`: nothing records it.
                 * @enum {unknown}
                 */
                readonly state: 'connecting' | 'recording' | 'failing' | 'paused' | 'stopped';
                /** @description Of `failing` and `stopped`: an error code. */
                readonly cause: string | null;
                readonly since: string;
                readonly clockSource:
                  ('given' | 'container' | 'import' | 'camera' | 'arrival') | null;
                readonly codec: string | null;
                readonly widthPx: number | null;
                readonly heightPx: number | null;
                readonly lastSegmentAt: string | null;
                /** @description Why its smaller stream isn’t recorded with it, an error code; null: it is, or there is none. */
                readonly detectionCause: string | null;
                /** @description Age of the oldest video of its newest run that nobody looked at yet. */
                readonly lagMs: number;
              } | null;
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cameras/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * One camera
     * @description For the roles analyst, approver, auditor, integrator, administrator. For API keys with the scope `cameras:read`.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Letters, digits, dots, dashes and underscores. */
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              /** @description Whose plates to expect there; several with commas between. */
              readonly region: string;
              /** @description Null: none was given yet, for cameras added from the command line. */
              readonly occasion: string | null;
              readonly latitude: number | null;
              readonly longitude: number | null;
              /** @description Where it looks, clockwise from north. */
              readonly headingDeg: number | null;
              /** @description Parts of the picture with a name. Tracks keep the names of those at their time. */
              readonly zones: readonly {
                readonly name: string;
                readonly polygon: readonly (readonly [number, number])[];
              }[];
              /** @description Parts of the picture that nothing looks at, filled in every picture that leaves. */
              readonly masks: readonly {
                readonly name: string;
                readonly polygon: readonly (readonly [number, number])[];
                readonly burned?: boolean;
              }[];
              /** @description Lines that vehicles cross. */
              readonly lines: readonly {
                readonly name: string;
                readonly points: readonly [readonly [number, number], readonly [number, number]];
              }[];
              /** @description Pictures a second that are looked at; null: as the site’s. */
              readonly analysisFps: number | null;
              /**
               * @description `paused`: takes in no footage.
               * @enum {unknown}
               */
              readonly status: 'active' | 'paused';
              /** @description Where its stream comes from, without name and password; for administrators, null for others. It is set in wayside.yaml, as all of this camera is then, but for `status`. */
              readonly streamAddress: string | null;
              /** @description Null: it was never recorded. */
              readonly live: {
                /**
                 * @description `failing`: it is tried again and again; `stopped`: nothing records it.
                 * @enum {unknown}
                 */
                readonly state: 'connecting' | 'recording' | 'failing' | 'paused' | 'stopped';
                /** @description Of `failing` and `stopped`: an error code. */
                readonly cause: string | null;
                readonly since: string;
                readonly clockSource:
                  ('given' | 'container' | 'import' | 'camera' | 'arrival') | null;
                readonly codec: string | null;
                readonly widthPx: number | null;
                readonly heightPx: number | null;
                readonly lastSegmentAt: string | null;
                /** @description Why its smaller stream isn’t recorded with it, an error code; null: it is, or there is none. */
                readonly detectionCause: string | null;
                /** @description Age of the oldest video of its newest run that nobody looked at yet. */
                readonly lagMs: number;
              } | null;
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    /**
     * Change a camera
     * @description What is left out stays. Zones are replaced together; tracks keep their names. Of a camera that wayside.yaml describes, `status` only: `CONFLICT` names what else was asked.
     *
     *     For the roles administrator.
     */
    readonly patch: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Letters, digits, dots, dashes and underscores. */
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description Whose plates to expect there; several with commas between. */
            readonly region?: string;
            /** @description Why the camera is there. */
            readonly occasion?: string;
            readonly latitude?: number | null;
            readonly longitude?: number | null;
            /** @description Where it looks, clockwise from north. */
            readonly headingDeg?: number | null;
            /** @description Parts of the picture with a name. Tracks keep the names of those at their time. */
            readonly zones?: readonly {
              readonly name: string;
              readonly polygon: readonly (readonly [number, number])[];
            }[];
            /** @description Parts of the picture that nothing looks at, filled in every picture that leaves. */
            readonly masks?: readonly {
              readonly name: string;
              readonly polygon: readonly (readonly [number, number])[];
              readonly burned?: boolean;
            }[];
            /** @description Lines that vehicles cross. */
            readonly lines?: readonly {
              readonly name: string;
              readonly points: readonly [readonly [number, number], readonly [number, number]];
            }[];
            /** @description Pictures a second that are looked at; null: as the site’s. */
            readonly analysisFps?: number | null;
            /**
             * @description `paused`: takes in no footage.
             * @enum {unknown}
             */
            readonly status?: 'active' | 'paused';
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              /** @description Whose plates to expect there; several with commas between. */
              readonly region: string;
              /** @description Null: none was given yet, for cameras added from the command line. */
              readonly occasion: string | null;
              readonly latitude: number | null;
              readonly longitude: number | null;
              /** @description Where it looks, clockwise from north. */
              readonly headingDeg: number | null;
              /** @description Parts of the picture with a name. Tracks keep the names of those at their time. */
              readonly zones: readonly {
                readonly name: string;
                readonly polygon: readonly (readonly [number, number])[];
              }[];
              /** @description Parts of the picture that nothing looks at, filled in every picture that leaves. */
              readonly masks: readonly {
                readonly name: string;
                readonly polygon: readonly (readonly [number, number])[];
                readonly burned?: boolean;
              }[];
              /** @description Lines that vehicles cross. */
              readonly lines: readonly {
                readonly name: string;
                readonly points: readonly [readonly [number, number], readonly [number, number]];
              }[];
              /** @description Pictures a second that are looked at; null: as the site’s. */
              readonly analysisFps: number | null;
              /**
               * @description `paused`: takes in no footage.
               * @enum {unknown}
               */
              readonly status: 'active' | 'paused';
              /** @description Where its stream comes from, without name and password; for administrators, null for others. It is set in wayside.yaml, as all of this camera is then, but for `status`. */
              readonly streamAddress: string | null;
              /** @description Null: it was never recorded. */
              readonly live: {
                /**
                 * @description `failing`: it is tried again and again; `stopped`: nothing records it.
                 * @enum {unknown}
                 */
                readonly state: 'connecting' | 'recording' | 'failing' | 'paused' | 'stopped';
                /** @description Of `failing` and `stopped`: an error code. */
                readonly cause: string | null;
                readonly since: string;
                readonly clockSource:
                  ('given' | 'container' | 'import' | 'camera' | 'arrival') | null;
                readonly codec: string | null;
                readonly widthPx: number | null;
                readonly heightPx: number | null;
                readonly lastSegmentAt: string | null;
                /** @description Why its smaller stream isn’t recorded with it, an error code; null: it is, or there is none. */
                readonly detectionCause: string | null;
                /** @description Age of the oldest video of its newest run that nobody looked at yet. */
                readonly lagMs: number;
              } | null;
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly trace?: never;
  };
  readonly '/v1/coverage': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What cameras saw and did not see between two times
     * @description `covered`: seen and tracked. `gap`: video that is missing or damaged. `processing`: not looked at yet. `not-recorded`: no footage. `expired`: older than footage is kept.
     *
     *     For the roles analyst, approver, auditor, integrator, administrator. For API keys with the scope `coverage:read`.
     */
    readonly get: {
      readonly parameters: {
        readonly query: {
          /** @description Letters, digits, dots, dashes and underscores. */
          readonly camera?: string;
          /** @example 2026-05-01T10:00:00Z */
          readonly from: string;
          /** @example 2026-05-01T10:00:00Z */
          readonly to: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly from: string;
              readonly to: string;
              readonly cameras: readonly {
                readonly cameraId: string;
                /** @description End to end over the whole span. */
                readonly parts: readonly {
                  /** @enum {unknown} */
                  readonly kind: 'covered' | 'gap' | 'processing' | 'not-recorded' | 'expired';
                  readonly from: string;
                  readonly to: string;
                  /** @description Of a gap: an error code. */
                  readonly cause: string | null;
                  /** @description Of what is covered: frames a second that were looked at; null: not known. */
                  readonly analysisFps: number | null;
                  /** @description Fewer frames were looked at than asked for: workers had fallen behind. */
                  readonly thinned: boolean;
                }[];
                readonly totalsMs: {
                  readonly covered: number;
                  readonly gap: number;
                  readonly processing: number;
                  readonly 'not-recorded': number;
                  readonly expired: number;
                };
              }[];
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/imports': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Imports, newest first; a key sees its own
     * @description For the roles administrator. For API keys with the scope `footage:write`.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly id: string;
                readonly cameraId: string;
                /** @enum {unknown} */
                readonly source: 'upload' | 'path';
                readonly fileName: string;
                readonly byteCount: number;
                readonly sha256: string;
                readonly requestedBy: string;
                readonly createdAt: string;
                /**
                 * @description `splitting`: being cut into segments; `processing`: those are looked at and tracked.
                 * @enum {unknown}
                 */
                readonly status: 'waiting' | 'splitting' | 'processing' | 'complete' | 'failed';
                readonly error: {
                  readonly code: string;
                  readonly message: string;
                } | null;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Upload footage of a camera
     * @description multipart/form-data: the field `cameraId`, where known the field `startedAt` (ISO 8601 with offset), then the file. What the file is shows its content, not its name. The same file of the same camera is the same import: 202 when it begins, 200 when it was there.
     *
     *     For the roles administrator. For API keys with the scope `footage:write`.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly cameraId: string;
              /** @enum {unknown} */
              readonly source: 'upload' | 'path';
              readonly fileName: string;
              readonly byteCount: number;
              readonly sha256: string;
              readonly requestedBy: string;
              readonly createdAt: string;
              /**
               * @description `splitting`: being cut into segments; `processing`: those are looked at and tracked.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'splitting' | 'processing' | 'complete' | 'failed';
              readonly error: {
                readonly code: string;
                readonly message: string;
              } | null;
              /** @description When the footage starts; null before that is known. */
              readonly startedAt: string | null;
              /** @description Null until it is all cut. */
              readonly segmentsTotal: number | null;
              /** @description How many are in each state now; stored ones wait to be looked at. */
              readonly segments: {
                readonly stored: number;
                readonly detected: number;
                readonly tracked: number;
                readonly failed: number;
              };
              readonly tracks: number;
              /** @description Tracks with a plate. */
              readonly plates: number;
              readonly gaps: number;
            };
          };
        };
        /** @description Default Response */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly cameraId: string;
              /** @enum {unknown} */
              readonly source: 'upload' | 'path';
              readonly fileName: string;
              readonly byteCount: number;
              readonly sha256: string;
              readonly requestedBy: string;
              readonly createdAt: string;
              /**
               * @description `splitting`: being cut into segments; `processing`: those are looked at and tracked.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'splitting' | 'processing' | 'complete' | 'failed';
              readonly error: {
                readonly code: string;
                readonly message: string;
              } | null;
              /** @description When the footage starts; null before that is known. */
              readonly startedAt: string | null;
              /** @description Null until it is all cut. */
              readonly segmentsTotal: number | null;
              /** @description How many are in each state now; stored ones wait to be looked at. */
              readonly segments: {
                readonly stored: number;
                readonly detected: number;
                readonly tracked: number;
                readonly failed: number;
              };
              readonly tracks: number;
              /** @description Tracks with a plate. */
              readonly plates: number;
              readonly gaps: number;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/imports/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * How far an import is
     * @description For the roles administrator. For API keys with the scope `footage:write`.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly cameraId: string;
              /** @enum {unknown} */
              readonly source: 'upload' | 'path';
              readonly fileName: string;
              readonly byteCount: number;
              readonly sha256: string;
              readonly requestedBy: string;
              readonly createdAt: string;
              /**
               * @description `splitting`: being cut into segments; `processing`: those are looked at and tracked.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'splitting' | 'processing' | 'complete' | 'failed';
              readonly error: {
                readonly code: string;
                readonly message: string;
              } | null;
              /** @description When the footage starts; null before that is known. */
              readonly startedAt: string | null;
              /** @description Null until it is all cut. */
              readonly segmentsTotal: number | null;
              /** @description How many are in each state now; stored ones wait to be looked at. */
              readonly segments: {
                readonly stored: number;
                readonly detected: number;
                readonly tracked: number;
                readonly failed: number;
              };
              readonly tracks: number;
              /** @description Tracks with a plate. */
              readonly plates: number;
              readonly gaps: number;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/imports/path': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Import a file that lies on the server
     * @description Only below the folders that `imports.folders` of the configuration names, links resolved. The file has to stay until it is split.
     *
     *     For the roles administrator.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly path: string;
            /** @description Letters, digits, dots, dashes and underscores. */
            readonly cameraId: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly startedAt?: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly cameraId: string;
              /** @enum {unknown} */
              readonly source: 'upload' | 'path';
              readonly fileName: string;
              readonly byteCount: number;
              readonly sha256: string;
              readonly requestedBy: string;
              readonly createdAt: string;
              /**
               * @description `splitting`: being cut into segments; `processing`: those are looked at and tracked.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'splitting' | 'processing' | 'complete' | 'failed';
              readonly error: {
                readonly code: string;
                readonly message: string;
              } | null;
              /** @description When the footage starts; null before that is known. */
              readonly startedAt: string | null;
              /** @description Null until it is all cut. */
              readonly segmentsTotal: number | null;
              /** @description How many are in each state now; stored ones wait to be looked at. */
              readonly segments: {
                readonly stored: number;
                readonly detected: number;
                readonly tracked: number;
                readonly failed: number;
              };
              readonly tracks: number;
              /** @description Tracks with a plate. */
              readonly plates: number;
              readonly gaps: number;
            };
          };
        };
        /** @description Default Response */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly cameraId: string;
              /** @enum {unknown} */
              readonly source: 'upload' | 'path';
              readonly fileName: string;
              readonly byteCount: number;
              readonly sha256: string;
              readonly requestedBy: string;
              readonly createdAt: string;
              /**
               * @description `splitting`: being cut into segments; `processing`: those are looked at and tracked.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'splitting' | 'processing' | 'complete' | 'failed';
              readonly error: {
                readonly code: string;
                readonly message: string;
              } | null;
              /** @description When the footage starts; null before that is known. */
              readonly startedAt: string | null;
              /** @description Null until it is all cut. */
              readonly segmentsTotal: number | null;
              /** @description How many are in each state now; stored ones wait to be looked at. */
              readonly segments: {
                readonly stored: number;
                readonly detected: number;
                readonly tracked: number;
                readonly failed: number;
              };
              readonly tracks: number;
              /** @description Tracks with a plate. */
              readonly plates: number;
              readonly gaps: number;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tracks/search': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Find and count tracks by class, colour, way, zone, time and place
     * @description Says nothing of plates but whether one was read. A page may hold fewer tracks than `limit`, even none, before the last: go on while there is a `nextCursor`.
     *
     *     For the roles analyst, integrator. For API keys with the scope `tracks:read`.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @example 2026-05-01T10:00:00Z */
            readonly from: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly to: string;
            readonly cameras?: readonly string[];
            readonly classes?: readonly (
              'car' | 'bus' | 'truck' | 'motorcycle' | 'bicycle' | 'person' | 'unknown'
            )[];
            readonly colours?: readonly (
              | 'white'
              | 'silver'
              | 'grey'
              | 'black'
              | 'red'
              | 'orange'
              | 'yellow'
              | 'green'
              | 'blue'
              | 'brown'
              | 'unknown'
            )[];
            readonly directions?: readonly (
              | (
                  | 'up'
                  | 'up-right'
                  | 'right'
                  | 'down-right'
                  | 'down'
                  | 'down-left'
                  | 'left'
                  | 'up-left'
                  | 'none'
                )
              | {
                  /** @description In the picture: 0 up, 90 right, clockwise. */
                  readonly degrees: number;
                  readonly toleranceDeg: number;
                }
            )[];
            /** @description Names of zones of the one camera that is asked for; in any of them. */
            readonly zones?: readonly string[];
            readonly timeOfDay?: {
              readonly from: string;
              readonly to: string;
              readonly timeZone: string;
            };
            readonly area?:
              | {
                  readonly bbox: readonly [number, number, number, number];
                }
              | {
                  /** @enum {string} */
                  readonly type: 'Polygon';
                  readonly coordinates: readonly (readonly (readonly [number, number])[])[];
                };
            readonly hasPlate?: boolean;
            readonly minDurationMs?: number;
            /**
             * @default newest
             * @enum {unknown}
             */
            readonly order?: 'newest' | 'oldest';
            /** @default 50 */
            readonly limit?: number;
            readonly cursor?: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly id: string;
                readonly cameraId: string;
                /**
                 * @description `unknown`: only its plate was seen. A person is an anonymous box.
                 * @enum {unknown}
                 */
                readonly class:
                  'car' | 'bus' | 'truck' | 'motorcycle' | 'bicycle' | 'person' | 'unknown';
                /** @enum {unknown} */
                readonly colour:
                  | 'white'
                  | 'silver'
                  | 'grey'
                  | 'black'
                  | 'red'
                  | 'orange'
                  | 'yellow'
                  | 'green'
                  | 'blue'
                  | 'brown'
                  | 'unknown';
                /**
                 * @description Eighths of the compass in the picture, not on the map; `none`: it stood still.
                 * @enum {unknown}
                 */
                readonly direction:
                  | 'up'
                  | 'up-right'
                  | 'right'
                  | 'down-right'
                  | 'down'
                  | 'down-left'
                  | 'left'
                  | 'up-left'
                  | 'none';
                /** @description In the picture: 0 up, 90 right, clockwise. */
                readonly directionDeg: number | null;
                readonly zones: readonly string[];
                readonly firstAt: string;
                readonly lastAt: string;
                /**
                 * @description Where times come from. Of files: `given` by the user, the `container`’s, the time of the `import`. Of streams: the `camera`’s own clock, or the `arrival` of the video.
                 * @enum {unknown}
                 */
                readonly clockSource: 'given' | 'container' | 'import' | 'camera' | 'arrival';
                /** @description Still in view when it was written down: it changes until the track ends. */
                readonly open: boolean;
                /** @description Which plate only a search under a grant tells. */
                readonly hasPlate: boolean;
                readonly hasPicture: boolean;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
              /** @description Persons among them, also where they aren’t listed. */
              readonly total: number;
              /** @description Persons are listed when one camera is asked for; of several they are counted only. */
              readonly personsListed: boolean;
              /** @description Class, colour, direction and hasPlate count as if they weren’t filtered by themselves; camera counts within the cameras that are asked for. */
              readonly facets: {
                readonly class: readonly {
                  readonly value: string;
                  readonly count: number;
                }[];
                readonly colour: readonly {
                  readonly value: string;
                  readonly count: number;
                }[];
                readonly direction: readonly {
                  readonly value: string;
                  readonly count: number;
                }[];
                readonly hasPlate: readonly {
                  readonly value: string;
                  readonly count: number;
                }[];
                readonly camera: readonly {
                  readonly value: string;
                  readonly count: number;
                }[];
                /** @description Of the one camera that is asked for; else empty. */
                readonly zone: readonly {
                  readonly value: string;
                  readonly count: number;
                }[];
              };
              /** @description Length of the histogram’s bars: an hour or a day, UTC. */
              readonly bucketMs: number;
              readonly histogram: readonly {
                readonly start: string;
                readonly count: number;
              }[];
              /** @description False: total, facets and histogram are estimated from a part of the tracks. */
              readonly facetsExact: boolean;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tracks/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * One track
     * @description For the roles analyst, integrator. For API keys with the scope `tracks:read`.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly cameraId: string;
              /**
               * @description `unknown`: only its plate was seen. A person is an anonymous box.
               * @enum {unknown}
               */
              readonly class:
                'car' | 'bus' | 'truck' | 'motorcycle' | 'bicycle' | 'person' | 'unknown';
              /** @enum {unknown} */
              readonly colour:
                | 'white'
                | 'silver'
                | 'grey'
                | 'black'
                | 'red'
                | 'orange'
                | 'yellow'
                | 'green'
                | 'blue'
                | 'brown'
                | 'unknown';
              /**
               * @description Eighths of the compass in the picture, not on the map; `none`: it stood still.
               * @enum {unknown}
               */
              readonly direction:
                | 'up'
                | 'up-right'
                | 'right'
                | 'down-right'
                | 'down'
                | 'down-left'
                | 'left'
                | 'up-left'
                | 'none';
              /** @description In the picture: 0 up, 90 right, clockwise. */
              readonly directionDeg: number | null;
              readonly zones: readonly string[];
              readonly firstAt: string;
              readonly lastAt: string;
              /**
               * @description Where times come from. Of files: `given` by the user, the `container`’s, the time of the `import`. Of streams: the `camera`’s own clock, or the `arrival` of the video.
               * @enum {unknown}
               */
              readonly clockSource: 'given' | 'container' | 'import' | 'camera' | 'arrival';
              /** @description Still in view when it was written down: it changes until the track ends. */
              readonly open: boolean;
              /** @description Which plate only a search under a grant tells. */
              readonly hasPlate: boolean;
              readonly hasPicture: boolean;
              readonly colourConfidence: number;
              /** @description When it was seen best. */
              readonly bestAt: string;
              readonly footage: {
                readonly id: string;
                /** @description Null: a stream. */
                readonly fileName: string | null;
              };
              readonly segment: {
                readonly id: string;
                readonly sequence: number;
                readonly startedAt: string;
                readonly endedAt: string;
              } | null;
              /** @description Spans without video within a minute of the track. */
              readonly gaps: readonly {
                readonly startedAt: string;
                readonly endedAt: string;
                readonly cause: string;
              }[];
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/setup': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Make the first administrator
     * @description With the one-time code that `wayside up` shows while there is no user. From then on nobody approves their own grants.
     *
     *     Anybody may call it.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly code: string;
            /** @description Sign-in name: 2 to 64 of a–z, 0–9, `.`, `_`, `@`, `-`. */
            readonly name: string;
            /** @description At least 12 characters; not the name, not one of the commonest. */
            readonly password: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly name: string;
              /** @enum {unknown} */
              readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
              /** @enum {unknown} */
              readonly status: 'invited' | 'active' | 'deactivated';
              /**
               * @description `nothing`: not before the invitation is accepted.
               * @enum {unknown}
               */
              readonly signsInBy: 'password' | 'oidc' | 'nothing';
              /**
               * Format: date-time
               * @description ISO 8601, UTC
               */
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/session': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Who am I
     * @description For whoever is signed in.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly userId: string;
              readonly name: string;
              /** @enum {unknown} */
              readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
              /**
               * Format: date-time
               * @description When you last proved who you are; some calls need that to be recent.
               */
              readonly authenticatedAt: string;
              /** @description The site asks for one: set it up (`POST /v1/me/second-factor`) before anything else. */
              readonly lacksSecondFactor: boolean;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Sign in with name and password
     * @description Sets a cookie, which ends after 30 minutes without a request or after 12 hours, and ends the session that the user had elsewhere. Five failures in 15 minutes lock the name. With a second factor, the right password alone is answered with SECOND_FACTOR_REQUIRED.
     *
     *     Anybody may call it.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly name: string;
            readonly password: string;
            /** @description The six digits that the authenticator shows, or a recovery code. */
            readonly code?: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly name: string;
              /** @enum {unknown} */
              readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
              /** @enum {unknown} */
              readonly status: 'invited' | 'active' | 'deactivated';
              /**
               * @description `nothing`: not before the invitation is accepted.
               * @enum {unknown}
               */
              readonly signsInBy: 'password' | 'oidc' | 'nothing';
              /**
               * Format: date-time
               * @description ISO 8601, UTC
               */
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    /**
     * Sign out
     * @description For whoever is signed in.
     */
    readonly delete: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/session/proof': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Prove again who you are
     * @description For calls that need a proof of the last five minutes; with `code` where there is a second factor. Who signs in by OIDC goes through `GET /v1/oidc/start?fresh=true` instead.
     *
     *     For whoever is signed in.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly password: string;
            /** @description The six digits that the authenticator shows, or a recovery code. */
            readonly code?: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/me/password': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Change one’s own password
     * @description Ends the session: sign in again with the new one.
     *
     *     For whoever is signed in.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly current: string;
            /** @description At least 12 characters; not the name, not one of the commonest. */
            readonly next: string;
            /** @description The six digits that the authenticator shows, or a recovery code. */
            readonly code?: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/me/second-factor': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Make a secret for one’s authenticator
     * @description RFC 6238: SHA-1, six digits, 30 seconds. Shown once, and asked for only after `POST /v1/me/second-factor/confirm`. Whoever signs in by OIDC has the provider’s instead.
     *
     *     For whoever is signed in.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly password: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description 160 bits in base32. */
              readonly secret: string;
              /** @description `otpauth://…`, for a QR code. */
              readonly url: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    /**
     * Remove one’s second factor
     * @description Its recovery codes are of no use any more. The way to another authenticator.
     *
     *     For whoever is signed in.
     */
    readonly delete: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly password: string;
            /** @description The six digits that the authenticator shows, or a recovery code. */
            readonly code: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/me/second-factor/confirm': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Turn one’s second factor on by a first code
     * @description Gives 8 recovery codes, shown once; each is good once in place of a code.
     *
     *     For whoever is signed in.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly password: string;
            /** @description The six digits that the authenticator shows, or a recovery code. */
            readonly code: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly recoveryCodes: readonly string[];
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/users': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Users, by name
     * @description For the roles administrator, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly name: string;
                /** @enum {unknown} */
                readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
                /** @enum {unknown} */
                readonly status: 'invited' | 'active' | 'deactivated';
                /**
                 * @description `nothing`: not before the invitation is accepted.
                 * @enum {unknown}
                 */
                readonly signsInBy: 'password' | 'oidc' | 'nothing';
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly createdAt: string;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Invite somebody
     * @description The token is shown once and works once, for 24 hours: `POST /v1/invitations/accept`. With OIDC, whoever the provider calls by this name accepts by signing in.
     *
     *     For the roles administrator. Needs a proof of the last five minutes (`POST /v1/session/proof`).
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description Sign-in name: 2 to 64 of a–z, 0–9, `.`, `_`, `@`, `-`. */
            readonly name: string;
            /** @enum {unknown} */
            readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly user: {
                /** Format: uuid */
                readonly id: string;
                readonly name: string;
                /** @enum {unknown} */
                readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
                /** @enum {unknown} */
                readonly status: 'invited' | 'active' | 'deactivated';
                /**
                 * @description `nothing`: not before the invitation is accepted.
                 * @enum {unknown}
                 */
                readonly signsInBy: 'password' | 'oidc' | 'nothing';
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly createdAt: string;
              };
              readonly invitation: {
                /** @description Shown once; to be handed to the person. */
                readonly token: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly expiresAt: string;
              };
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/users/{userId}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    /**
     * Change somebody’s role or status, or invite them anew
     * @description Ends their session. `reset` takes password and second factor away and gives a new invitation; the key that an approver signs with stays sealed under their own passphrase.
     *
     *     For the roles administrator. Needs a proof of the last five minutes (`POST /v1/session/proof`).
     */
    readonly patch: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly userId: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @enum {unknown} */
            readonly role?: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
            /** @enum {unknown} */
            readonly status?: 'active' | 'deactivated';
            /** @enum {boolean} */
            readonly reset?: true;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly user: {
                /** Format: uuid */
                readonly id: string;
                readonly name: string;
                /** @enum {unknown} */
                readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
                /** @enum {unknown} */
                readonly status: 'invited' | 'active' | 'deactivated';
                /**
                 * @description `nothing`: not before the invitation is accepted.
                 * @enum {unknown}
                 */
                readonly signsInBy: 'password' | 'oidc' | 'nothing';
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly createdAt: string;
              };
              readonly invitation: {
                /** @description Shown once; to be handed to the person. */
                readonly token: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly expiresAt: string;
              } | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly trace?: never;
  };
  readonly '/v1/invitations/accept': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Accept an invitation with a password of one’s own
     * @description Anybody may call it.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly token: string;
            /** @description At least 12 characters; not the name, not one of the commonest. */
            readonly password: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly name: string;
              /** @enum {unknown} */
              readonly role: 'analyst' | 'approver' | 'auditor' | 'integrator' | 'administrator';
              /** @enum {unknown} */
              readonly status: 'invited' | 'active' | 'deactivated';
              /**
               * @description `nothing`: not before the invitation is accepted.
               * @enum {unknown}
               */
              readonly signsInBy: 'password' | 'oidc' | 'nothing';
              /**
               * Format: date-time
               * @description ISO 8601, UTC
               */
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * API keys, newest first
     * @description An integrator’s own; administrators and auditors see everybody’s.
     *
     *     For the roles integrator, administrator, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly id: string;
                /** @description Sign-in name. */
                readonly owner: string;
                readonly label: string;
                /** @description The key begins with `wsk_` and this. */
                readonly prefix: string;
                readonly scopes: readonly (
                  | 'cameras:read'
                  | 'coverage:read'
                  | 'tracks:read'
                  | 'footage:write'
                  | 'metrics:read'
                )[];
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly createdAt: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly expiresAt: string;
                readonly revokedAt: string | null;
                readonly lastUsedAt: string | null;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Make an API key
     * @description It is shown this once. Send it as `Authorization: Bearer wsk_…`.
     *
     *     For the roles integrator. Needs a proof of the last five minutes (`POST /v1/session/proof`).
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly label: string;
            readonly scopes: readonly (
              'cameras:read' | 'coverage:read' | 'tracks:read' | 'footage:write' | 'metrics:read'
            )[];
            readonly expiresInDays: number;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly key: {
                readonly id: string;
                /** @description Sign-in name. */
                readonly owner: string;
                readonly label: string;
                /** @description The key begins with `wsk_` and this. */
                readonly prefix: string;
                readonly scopes: readonly (
                  | 'cameras:read'
                  | 'coverage:read'
                  | 'tracks:read'
                  | 'footage:write'
                  | 'metrics:read'
                )[];
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly createdAt: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly expiresAt: string;
                readonly revokedAt: string | null;
                readonly lastUsedAt: string | null;
              };
              /** @description The whole key: `wsk_…`. */
              readonly secret: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/keys/{keyId}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * End an API key
     * @description For the roles integrator, administrator.
     */
    readonly delete: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly keyId: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 204: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/approvers': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Approvers who made a key, and whether the keeper takes it
     * @description For the roles approver, administrator, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** @description Sign-in name. */
                readonly name: string;
                /** @description SHA-256 of the public key, hexadecimal. */
                readonly fingerprint: string;
                /**
                 * @description `waiting`: the keeper doesn’t take what this key signs yet.
                 * @enum {unknown}
                 */
                readonly status: 'waiting' | 'admitted';
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                readonly createdAt: string;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Make one’s own signing key
     * @description The key is sealed under a passphrase other than the password; nobody else opens it, and a forgotten one is gone. Tell the fingerprint to whoever admits or endorses you.
     *
     *     For the roles approver. Needs a proof of the last five minutes (`POST /v1/session/proof`).
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description At least 12 characters; not the name, not one of the commonest. */
            readonly passphrase: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description Sign-in name. */
              readonly name: string;
              /** @description SHA-256 of the public key, hexadecimal. */
              readonly fingerprint: string;
              /**
               * @description `waiting`: the keeper doesn’t take what this key signs yet.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'admitted';
              /**
               * Format: date-time
               * @description ISO 8601, UTC
               */
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/approvers/{name}/endorse': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Vouch for another approver’s key
     * @description Signs the key with one’s own; the keeper checks the signature and takes it from then on. Have the person tell you the fingerprint themselves.
     *
     *     For the roles approver. Needs a proof of the last five minutes (`POST /v1/session/proof`).
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Sign-in name: 2 to 64 of a–z, 0–9, `.`, `_`, `@`, `-`. */
          readonly name: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description SHA-256 of the public key, hexadecimal. */
            readonly fingerprint: string;
            readonly passphrase: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description Sign-in name. */
              readonly name: string;
              /** @description SHA-256 of the public key, hexadecimal. */
              readonly fingerprint: string;
              /**
               * @description `waiting`: the keeper doesn’t take what this key signs yet.
               * @enum {unknown}
               */
              readonly status: 'waiting' | 'admitted';
              /**
               * Format: date-time
               * @description ISO 8601, UTC
               */
              readonly createdAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/oidc/start': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Sign in at the site’s OIDC provider
     * @description Sends the browser to the provider; NOT_FOUND where the site has none.
     *
     *     Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description The provider asks for a proof even of whom it knows. */
          readonly fresh?: boolean;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 302: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/oidc/callback': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Where the OIDC provider sends the browser back to
     * @description Starts a session and goes on to the site’s first page.
     *
     *     Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          readonly code?: string;
          readonly state?: string;
          readonly iss?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 302: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/holds': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What a case keeps beyond its day
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly caseId: string;
                readonly grantId: string;
                /** @enum {unknown} */
                readonly status: 'requested' | 'active' | 'ended';
                readonly reason: string | null;
                readonly cameras: 'all' | readonly string[];
                /** Format: date-time */
                readonly from: string;
                /** Format: date-time */
                readonly to: string;
                readonly requestedBy: string;
                /** Format: date-time */
                readonly requestedAt: string;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly approvedBy: readonly string[];
                readonly endedAt: string | null;
                readonly held: {
                  readonly objects: number;
                  readonly bytes: number;
                  readonly sightings: number;
                };
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Ask for a legal hold
     * @description Keeps what a grant of the case covers, of some cameras and a past span, beyond its day. Two approvers have to sign it while the grant is valid.
     *
     *     For the roles analyst.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      /** @description Cameras and span lie inside the grant, and the span is over. */
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly grantId: string;
            readonly reason: string;
            readonly cameras: 'all' | readonly string[];
            /** @example 2026-05-01T10:00:00Z */
            readonly from: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly to: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly expiresAt: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly caseId: string;
              readonly grantId: string;
              /** @enum {unknown} */
              readonly status: 'requested' | 'active' | 'ended';
              readonly reason: string | null;
              readonly cameras: 'all' | readonly string[];
              /** Format: date-time */
              readonly from: string;
              /** Format: date-time */
              readonly to: string;
              readonly requestedBy: string;
              /** Format: date-time */
              readonly requestedAt: string;
              /** Format: date-time */
              readonly expiresAt: string;
              readonly approvedBy: readonly string[];
              readonly endedAt: string | null;
              readonly held: {
                readonly objects: number;
                readonly bytes: number;
                readonly sightings: number;
              };
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/holds': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Legal holds that wait for an approver, longest waiting first
     * @description For the roles approver.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly caseId: string;
                readonly grantId: string;
                /** @enum {unknown} */
                readonly status: 'requested' | 'active' | 'ended';
                readonly reason: string | null;
                readonly cameras: 'all' | readonly string[];
                /** Format: date-time */
                readonly from: string;
                /** Format: date-time */
                readonly to: string;
                readonly requestedBy: string;
                /** Format: date-time */
                readonly requestedAt: string;
                /** Format: date-time */
                readonly expiresAt: string;
                readonly approvedBy: readonly string[];
                readonly endedAt: string | null;
                readonly held: {
                  readonly objects: number;
                  readonly bytes: number;
                  readonly sightings: number;
                };
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/holds/{id}/approve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Sign a legal hold
     * @description The second of two different approvers places it.
     *
     *     For the roles approver.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly passphrase: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly caseId: string;
              readonly grantId: string;
              /** @enum {unknown} */
              readonly status: 'requested' | 'active' | 'ended';
              readonly reason: string | null;
              readonly cameras: 'all' | readonly string[];
              /** Format: date-time */
              readonly from: string;
              /** Format: date-time */
              readonly to: string;
              readonly requestedBy: string;
              /** Format: date-time */
              readonly requestedAt: string;
              /** Format: date-time */
              readonly expiresAt: string;
              readonly approvedBy: readonly string[];
              readonly endedAt: string | null;
              readonly held: {
                readonly objects: number;
                readonly bytes: number;
                readonly sightings: number;
              };
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/holds/{id}/end': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * End a legal hold
     * @description Destroys its key: what only it kept can’t be read any more.
     *
     *     For the roles analyst, approver.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly reason: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly caseId: string;
              readonly grantId: string;
              /** @enum {unknown} */
              readonly status: 'requested' | 'active' | 'ended';
              readonly reason: string | null;
              readonly cameras: 'all' | readonly string[];
              /** Format: date-time */
              readonly from: string;
              /** Format: date-time */
              readonly to: string;
              readonly requestedBy: string;
              /** Format: date-time */
              readonly requestedAt: string;
              /** Format: date-time */
              readonly expiresAt: string;
              readonly approvedBy: readonly string[];
              readonly endedAt: string | null;
              readonly held: {
                readonly objects: number;
                readonly bytes: number;
                readonly sightings: number;
              };
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/retention': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * How long things are kept, and how far that was done
     * @description For the roles administrator, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly days: {
                readonly reads: number;
                readonly tracks: number;
                readonly footage: number;
                readonly crops: number;
              };
              readonly ceilingDays: {
                readonly reads: number;
                readonly tracks: number;
                readonly footage: number;
                readonly crops: number;
              };
              readonly cameras: readonly {
                readonly cameraId: string;
                readonly days: {
                  readonly reads?: number;
                  readonly tracks?: number;
                  readonly footage?: number;
                  readonly crops?: number;
                };
              }[];
              readonly ratchets: readonly {
                readonly name: string;
                readonly days: number;
                /** Format: date */
                readonly oldestDay: string;
                /** Format: date */
                readonly heldFrom: string;
              }[];
              readonly clockLeap: {
                /** Format: date */
                readonly toDay: string;
                /** Format: date-time */
                readonly since: string;
              } | null;
              readonly lastRuns: readonly {
                /** Format: uuid */
                readonly id: string;
                /** Format: date-time */
                readonly startedAt: string;
                readonly endedAt: string | null;
                readonly startedBy: string;
                readonly receipt: {
                  /** Format: uuid */
                  readonly id: string;
                  readonly dryRun: boolean;
                  /** Format: date-time */
                  readonly startedAt: string;
                  /** Format: date-time */
                  readonly endedAt: string;
                  readonly startedBy: string;
                  readonly clockHeldBack: boolean;
                  readonly ratchetMoves: readonly {
                    readonly name: string;
                    /** Format: date */
                    readonly from: string;
                    readonly to: string | null;
                  }[];
                  readonly firstKept: {
                    readonly reads: string | null;
                    readonly tracks: string | null;
                    readonly footage: string | null;
                    readonly crops: string | null;
                  };
                  readonly shorterRules: number;
                  readonly objects: {
                    readonly deleted: number;
                    readonly bytes: number;
                    readonly held: number;
                    readonly failed: number;
                  };
                  readonly clips: number;
                  readonly holdsEnded: number;
                  readonly rows: {
                    readonly [key: string]: number;
                  };
                  readonly gapsRecorded: number;
                } | null;
              }[];
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/retention/cameras/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * Let a camera keep less long than the site
     * @description Days by kind; kinds left out follow the site. Nothing goes beyond the ceiling of the configuration. Counts for what is recorded from now on; what is there already is deleted by the new rule too.
     *
     *     For the roles administrator.
     */
    readonly put: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly reads?: number;
            readonly tracks?: number;
            readonly footage?: number;
            readonly crops?: number;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly reads?: number;
              readonly tracks?: number;
              readonly footage?: number;
              readonly crops?: number;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/retention/runs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The newest retention runs with their receipts
     * @description All of them are in the audit log.
     *
     *     For the roles administrator, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                /** Format: date-time */
                readonly startedAt: string;
                readonly endedAt: string | null;
                readonly startedBy: string;
                readonly receipt: {
                  /** Format: uuid */
                  readonly id: string;
                  readonly dryRun: boolean;
                  /** Format: date-time */
                  readonly startedAt: string;
                  /** Format: date-time */
                  readonly endedAt: string;
                  readonly startedBy: string;
                  readonly clockHeldBack: boolean;
                  readonly ratchetMoves: readonly {
                    readonly name: string;
                    /** Format: date */
                    readonly from: string;
                    readonly to: string | null;
                  }[];
                  readonly firstKept: {
                    readonly reads: string | null;
                    readonly tracks: string | null;
                    readonly footage: string | null;
                    readonly crops: string | null;
                  };
                  readonly shorterRules: number;
                  readonly objects: {
                    readonly deleted: number;
                    readonly bytes: number;
                    readonly held: number;
                    readonly failed: number;
                  };
                  readonly clips: number;
                  readonly holdsEnded: number;
                  readonly rows: {
                    readonly [key: string]: number;
                  };
                  readonly gapsRecorded: number;
                } | null;
              }[];
              readonly nextCursor: null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Run retention now
     * @description Runs every hour by itself. A dry run counts what would go and changes nothing.
     *
     *     For the roles administrator.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @default false */
            readonly dryRun?: boolean;
            /** @default false */
            readonly orphans?: boolean;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly dryRun: boolean;
              /** Format: date-time */
              readonly startedAt: string;
              /** Format: date-time */
              readonly endedAt: string;
              readonly startedBy: string;
              readonly clockHeldBack: boolean;
              readonly ratchetMoves: readonly {
                readonly name: string;
                /** Format: date */
                readonly from: string;
                readonly to: string | null;
              }[];
              readonly firstKept: {
                readonly reads: string | null;
                readonly tracks: string | null;
                readonly footage: string | null;
                readonly crops: string | null;
              };
              readonly shorterRules: number;
              readonly objects: {
                readonly deleted: number;
                readonly bytes: number;
                readonly held: number;
                readonly failed: number;
              };
              readonly clips: number;
              readonly holdsEnded: number;
              readonly rows: {
                readonly [key: string]: number;
              };
              readonly gapsRecorded: number;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Cases, newest first: an analyst’s own, all of them for an auditor
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly id: string;
                readonly reference: string;
                /** @enum {unknown} */
                readonly purpose:
                  | 'stolen-vehicle'
                  | 'missing-vehicle'
                  | 'collision'
                  | 'hit-and-run'
                  | 'serious-crime'
                  | 'danger-to-life'
                  | 'road-safety'
                  | 'court-order'
                  | 'subject-access'
                  | 'quality-control'
                  | 'demonstration'
                  | 'not-stated';
                readonly reason: string | null;
                /** @enum {unknown} */
                readonly status: 'open' | 'closed';
                readonly openedBy: string;
                /** @description ISO 8601, UTC */
                readonly openedAt: string;
                readonly closedBy: string | null;
                readonly closedAt: string | null;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Open a case
     * @description For the roles analyst.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description What the case is called outside of Wayside. Stored in clear: no plate in it. */
            readonly reference: string;
            /** @enum {unknown} */
            readonly purpose:
              | 'stolen-vehicle'
              | 'missing-vehicle'
              | 'collision'
              | 'hit-and-run'
              | 'serious-crime'
              | 'danger-to-life'
              | 'road-safety'
              | 'court-order'
              | 'subject-access'
              | 'quality-control'
              | 'demonstration';
            /** @description Why, in words; sealed. */
            readonly reason: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly reference: string;
              /** @enum {unknown} */
              readonly purpose:
                | 'stolen-vehicle'
                | 'missing-vehicle'
                | 'collision'
                | 'hit-and-run'
                | 'serious-crime'
                | 'danger-to-life'
                | 'road-safety'
                | 'court-order'
                | 'subject-access'
                | 'quality-control'
                | 'demonstration'
                | 'not-stated';
              readonly reason: string | null;
              /** @enum {unknown} */
              readonly status: 'open' | 'closed';
              readonly openedBy: string;
              /** @description ISO 8601, UTC */
              readonly openedAt: string;
              readonly closedBy: string | null;
              readonly closedAt: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * One case
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly reference: string;
              /** @enum {unknown} */
              readonly purpose:
                | 'stolen-vehicle'
                | 'missing-vehicle'
                | 'collision'
                | 'hit-and-run'
                | 'serious-crime'
                | 'danger-to-life'
                | 'road-safety'
                | 'court-order'
                | 'subject-access'
                | 'quality-control'
                | 'demonstration'
                | 'not-stated';
              readonly reason: string | null;
              /** @enum {unknown} */
              readonly status: 'open' | 'closed';
              readonly openedBy: string;
              /** @description ISO 8601, UTC */
              readonly openedAt: string;
              readonly closedBy: string | null;
              readonly closedAt: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/close': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Close a case: its grants end, and its key is destroyed
     * @description For the roles analyst, administrator.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly reference: string;
              /** @enum {unknown} */
              readonly purpose:
                | 'stolen-vehicle'
                | 'missing-vehicle'
                | 'collision'
                | 'hit-and-run'
                | 'serious-crime'
                | 'danger-to-life'
                | 'road-safety'
                | 'court-order'
                | 'subject-access'
                | 'quality-control'
                | 'demonstration'
                | 'not-stated';
              readonly reason: string | null;
              /** @enum {unknown} */
              readonly status: 'open' | 'closed';
              readonly openedBy: string;
              /** @description ISO 8601, UTC */
              readonly openedAt: string;
              readonly closedBy: string | null;
              readonly closedAt: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/grants': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What was asked for in a case, and what came of it
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly id: string;
                readonly caseId: string;
                /** @enum {unknown} */
                readonly status:
                  'requested' | 'half-approved' | 'approved' | 'refused' | 'withdrawn' | 'expired';
                readonly requester: string;
                /** @description ISO 8601, UTC */
                readonly requestedAt: string;
                readonly scope: {
                  readonly plates: readonly {
                    readonly pattern: string;
                    readonly wrongCharacters: 0 | 1 | 2;
                    readonly partial: boolean;
                  }[];
                  readonly cameras: 'all' | readonly string[];
                  /** @description ISO 8601, UTC */
                  readonly from: string;
                  /** @description ISO 8601, UTC */
                  readonly to: string;
                  /**
                   * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
                   * @enum {unknown}
                   */
                  readonly footage: 'none' | 'sightings' | 'all';
                  readonly unmask: boolean;
                  readonly expiresInHours: number;
                  readonly reason: string;
                  readonly estimate: {
                    readonly reads: number;
                    readonly expectedMatches: number;
                  };
                } | null;
                readonly approver: string | null;
                readonly secondApprover: string | null;
                readonly needsSecondApprover: boolean;
                readonly decidedAt: string | null;
                readonly refusal: string | null;
                readonly expiresAt: string | null;
                readonly selfApproved: boolean;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Ask for a grant
     * @description A different person has to approve it. One that is too wide is refused with the number of plates that it would match.
     *
     *     For the roles analyst.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @description Plates and patterns; none only where `footage` is `all`. */
            readonly plates: readonly {
              readonly pattern: string;
              readonly wrongCharacters?: 0 | 1 | 2;
              readonly partial?: boolean;
            }[];
            readonly cameras?: 'all' | readonly string[];
            /** @example 2026-05-01T10:00:00Z */
            readonly from: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly to: string;
            /**
             * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
             * @enum {unknown}
             */
            readonly footage?: 'none' | 'sightings' | 'all';
            /** @description Whether people, and plates beside the granted ones, may be shown; false. */
            readonly unmask?: boolean;
            /** @description Counted from approval. */
            readonly expiresInHours?: number;
            readonly reason: string;
            /** @description Ask for it without an approver, where the site allows that: one whole plate of the last 24 hours. Such a grant is reviewed. */
            readonly selfGrant?: boolean;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 201: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly caseId: string;
              /** @enum {unknown} */
              readonly status:
                'requested' | 'half-approved' | 'approved' | 'refused' | 'withdrawn' | 'expired';
              readonly requester: string;
              /** @description ISO 8601, UTC */
              readonly requestedAt: string;
              readonly scope: {
                readonly plates: readonly {
                  readonly pattern: string;
                  readonly wrongCharacters: 0 | 1 | 2;
                  readonly partial: boolean;
                }[];
                readonly cameras: 'all' | readonly string[];
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /**
                 * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
                 * @enum {unknown}
                 */
                readonly footage: 'none' | 'sightings' | 'all';
                readonly unmask: boolean;
                readonly expiresInHours: number;
                readonly reason: string;
                readonly estimate: {
                  readonly reads: number;
                  readonly expectedMatches: number;
                };
              } | null;
              readonly approver: string | null;
              readonly secondApprover: string | null;
              readonly needsSecondApprover: boolean;
              readonly decidedAt: string | null;
              readonly refusal: string | null;
              readonly expiresAt: string | null;
              readonly selfApproved: boolean;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/searches': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Search a plate under a grant of the case
     * @description Recorded before it is answered. Best match first, each with why it matches, and what the cameras did not see.
     *
     *     For the roles analyst.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      /** @description Span and cameras are the grant’s where they are left out, and lie inside it. */
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly grantId: string;
            /** @description As remembered: `?` is one unknown character, `*` any number of them. */
            readonly plate: string;
            /** @description Characters that may be wrong, missing or too many; 0. */
            readonly wrongCharacters?: 0 | 1 | 2;
            /** @description The text is the beginning or the end of the plate. */
            readonly partial?: boolean;
            /** @example 2026-05-01T10:00:00Z */
            readonly from?: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly to?: string;
            readonly cameras?: 'all' | readonly string[];
            readonly classes?: readonly (
              'car' | 'bus' | 'truck' | 'motorcycle' | 'bicycle' | 'person'
            )[];
            readonly colours?: readonly (
              | 'white'
              | 'silver'
              | 'grey'
              | 'black'
              | 'red'
              | 'orange'
              | 'yellow'
              | 'green'
              | 'blue'
              | 'brown'
              | 'unknown'
            )[];
            readonly limit?: number;
            readonly cursor?: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly ({
                /** @enum {string} */
                readonly type: 'sighting';
                readonly sightingId: string;
                readonly plate: {
                  readonly text: string;
                  readonly confidence: number;
                  readonly characterConfidences: readonly number[];
                  readonly region: string | null;
                };
                readonly match: {
                  readonly score: number;
                  readonly reasons: readonly string[];
                };
                readonly camera: string;
                readonly capturedAt: string;
                /**
                 * @description Where times come from. Of files: `given` by the user, the `container`’s, the time of the `import`. Of streams: the `camera`’s own clock, or the `arrival` of the video.
                 * @enum {unknown}
                 */
                readonly clockSource: 'given' | 'container' | 'import' | 'camera' | 'arrival';
                readonly open: boolean;
                readonly trackId: string;
                readonly segmentId: string;
                readonly class: string;
                readonly colour: string;
              } & {
                readonly hasPicture: boolean;
              })[];
              readonly nextCursor: string | null;
              readonly total: number;
              readonly from: string;
              readonly to: string;
              /** @description What the cameras did not see; the first thousand. */
              readonly gaps: readonly {
                readonly camera: string;
                readonly from: string;
                readonly to: string;
                readonly cause: string;
              }[];
              /** @description Set when part of the span can’t be read any more: the oldest day that can. */
              readonly expiredBefore: string | null;
              /** @description More rows could have matched than were looked at; the newest were. */
              readonly truncated: boolean;
              /** @description Sightings whose stored bytes were changed after sealing. */
              readonly brokenIds: readonly string[];
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/grants': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Grants that wait for an approver, with all that one would sign
     * @description For the roles approver.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly ({
                readonly id: string;
                readonly caseId: string;
                /** @enum {unknown} */
                readonly status:
                  'requested' | 'half-approved' | 'approved' | 'refused' | 'withdrawn' | 'expired';
                readonly requester: string;
                /** @description ISO 8601, UTC */
                readonly requestedAt: string;
                readonly scope: {
                  readonly plates: readonly {
                    readonly pattern: string;
                    readonly wrongCharacters: 0 | 1 | 2;
                    readonly partial: boolean;
                  }[];
                  readonly cameras: 'all' | readonly string[];
                  /** @description ISO 8601, UTC */
                  readonly from: string;
                  /** @description ISO 8601, UTC */
                  readonly to: string;
                  /**
                   * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
                   * @enum {unknown}
                   */
                  readonly footage: 'none' | 'sightings' | 'all';
                  readonly unmask: boolean;
                  readonly expiresInHours: number;
                  readonly reason: string;
                  readonly estimate: {
                    readonly reads: number;
                    readonly expectedMatches: number;
                  };
                } | null;
                readonly approver: string | null;
                readonly secondApprover: string | null;
                readonly needsSecondApprover: boolean;
                readonly decidedAt: string | null;
                readonly refusal: string | null;
                readonly expiresAt: string | null;
                readonly selfApproved: boolean;
              } & {
                readonly case: {
                  readonly reference: string;
                  /** @enum {unknown} */
                  readonly purpose:
                    | 'stolen-vehicle'
                    | 'missing-vehicle'
                    | 'collision'
                    | 'hit-and-run'
                    | 'serious-crime'
                    | 'danger-to-life'
                    | 'road-safety'
                    | 'court-order'
                    | 'subject-access'
                    | 'quality-control'
                    | 'demonstration'
                    | 'not-stated';
                  readonly reason: string | null;
                };
              })[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/grants/{id}/approve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Sign a grant with one’s own key
     * @description For the roles approver. Needs a proof of the last five minutes (`POST /v1/session/proof`).
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly passphrase: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly caseId: string;
              /** @enum {unknown} */
              readonly status:
                'requested' | 'half-approved' | 'approved' | 'refused' | 'withdrawn' | 'expired';
              readonly requester: string;
              /** @description ISO 8601, UTC */
              readonly requestedAt: string;
              readonly scope: {
                readonly plates: readonly {
                  readonly pattern: string;
                  readonly wrongCharacters: 0 | 1 | 2;
                  readonly partial: boolean;
                }[];
                readonly cameras: 'all' | readonly string[];
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /**
                 * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
                 * @enum {unknown}
                 */
                readonly footage: 'none' | 'sightings' | 'all';
                readonly unmask: boolean;
                readonly expiresInHours: number;
                readonly reason: string;
                readonly estimate: {
                  readonly reads: number;
                  readonly expectedMatches: number;
                };
              } | null;
              readonly approver: string | null;
              readonly secondApprover: string | null;
              readonly needsSecondApprover: boolean;
              readonly decidedAt: string | null;
              readonly refusal: string | null;
              readonly expiresAt: string | null;
              readonly selfApproved: boolean;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/grants/{id}/refuse': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Refuse a grant, with the reason
     * @description For the roles approver.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            readonly reason: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly caseId: string;
              /** @enum {unknown} */
              readonly status:
                'requested' | 'half-approved' | 'approved' | 'refused' | 'withdrawn' | 'expired';
              readonly requester: string;
              /** @description ISO 8601, UTC */
              readonly requestedAt: string;
              readonly scope: {
                readonly plates: readonly {
                  readonly pattern: string;
                  readonly wrongCharacters: 0 | 1 | 2;
                  readonly partial: boolean;
                }[];
                readonly cameras: 'all' | readonly string[];
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /**
                 * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
                 * @enum {unknown}
                 */
                readonly footage: 'none' | 'sightings' | 'all';
                readonly unmask: boolean;
                readonly expiresInHours: number;
                readonly reason: string;
                readonly estimate: {
                  readonly reads: number;
                  readonly expectedMatches: number;
                };
              } | null;
              readonly approver: string | null;
              readonly secondApprover: string | null;
              readonly needsSecondApprover: boolean;
              readonly decidedAt: string | null;
              readonly refusal: string | null;
              readonly expiresAt: string | null;
              readonly selfApproved: boolean;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/grants/{id}/withdraw': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Take a grant back: by its requester, or by an approver who signed it
     * @description For the roles analyst, approver.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly id: string;
              readonly caseId: string;
              /** @enum {unknown} */
              readonly status:
                'requested' | 'half-approved' | 'approved' | 'refused' | 'withdrawn' | 'expired';
              readonly requester: string;
              /** @description ISO 8601, UTC */
              readonly requestedAt: string;
              readonly scope: {
                readonly plates: readonly {
                  readonly pattern: string;
                  readonly wrongCharacters: 0 | 1 | 2;
                  readonly partial: boolean;
                }[];
                readonly cameras: 'all' | readonly string[];
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /**
                 * @description `none`: rows only; `sightings`: pictures and clips of what matches; `all`: everything of the cameras and the span.
                 * @enum {unknown}
                 */
                readonly footage: 'none' | 'sightings' | 'all';
                readonly unmask: boolean;
                readonly expiresInHours: number;
                readonly reason: string;
                readonly estimate: {
                  readonly reads: number;
                  readonly expectedMatches: number;
                };
              } | null;
              readonly approver: string | null;
              readonly secondApprover: string | null;
              readonly needsSecondApprover: boolean;
              readonly decidedAt: string | null;
              readonly refusal: string | null;
              readonly expiresAt: string | null;
              readonly selfApproved: boolean;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/pictures': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * The picture of a granted sighting, with its own plate
     * @description People and all other plates are filled. Each look is in the audit log.
     *
     *     For the roles analyst.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly grantId: string;
            /** Format: uuid */
            readonly sightingId: string;
          };
        };
      };
      readonly responses: {
        /** @description JPEG */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'image/jpeg': string;
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/clips': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Clips of a case, newest first
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
        };
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly caseId: string;
                readonly grantId: string;
                readonly cameraId: string;
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /** @description Of its video’s times, each once. */
                readonly clockSources: readonly (
                  'given' | 'container' | 'import' | 'camera' | 'arrival'
                )[];
                readonly sightingId: string | null;
                readonly unmask: readonly ('people' | 'plates')[];
                readonly speed: number;
                readonly requestedBy: string;
                /** @enum {unknown} */
                readonly status: 'queued' | 'making' | 'done' | 'failed';
                readonly failure: string | null;
                readonly progress: number;
                readonly gaps: readonly {
                  /** @description ISO 8601, UTC */
                  readonly from: string;
                  /** @description ISO 8601, UTC */
                  readonly to: string;
                  /** @description An error code, or `NO_FOOTAGE`. */
                  readonly cause: string;
                }[];
                readonly byteCount: number | null;
                /** @description ISO 8601, UTC */
                readonly createdAt: string;
                /** @description ISO 8601, UTC */
                readonly expiresAt: string;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    /**
     * Ask for a piece of video under a grant
     * @description People and plates are filled, except the plate of the sighting named. It is made in the background and gone after a day.
     *
     *     For the roles analyst.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** Format: uuid */
            readonly grantId: string;
            readonly cameraId: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly from: string;
            /** @example 2026-05-01T10:00:00Z */
            readonly to: string;
            /**
             * Format: uuid
             * @description A sighting that the grant covers: its plate stays visible. Needed where the grant opens footage of sightings only.
             */
            readonly sightingId?: string;
            /** @description Goes into the audit log. */
            readonly reason: string;
            /** @description What stays visible beside the granted plate. Needs a grant with `unmask`, a reason of 20 characters and a fresh sign-in. */
            readonly unmask?: readonly ('people' | 'plates')[];
            /** @description 2: twice as fast. Default 1. */
            readonly speed?: number;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 202: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly caseId: string;
              readonly grantId: string;
              readonly cameraId: string;
              /** @description ISO 8601, UTC */
              readonly from: string;
              /** @description ISO 8601, UTC */
              readonly to: string;
              /** @description Of its video’s times, each once. */
              readonly clockSources: readonly (
                'given' | 'container' | 'import' | 'camera' | 'arrival'
              )[];
              readonly sightingId: string | null;
              readonly unmask: readonly ('people' | 'plates')[];
              readonly speed: number;
              readonly requestedBy: string;
              /** @enum {unknown} */
              readonly status: 'queued' | 'making' | 'done' | 'failed';
              readonly failure: string | null;
              readonly progress: number;
              readonly gaps: readonly {
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /** @description An error code, or `NO_FOOTAGE`. */
                readonly cause: string;
              }[];
              readonly byteCount: number | null;
              /** @description ISO 8601, UTC */
              readonly createdAt: string;
              /** @description ISO 8601, UTC */
              readonly expiresAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/clips/{clipId}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * How far a clip is
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
          readonly clipId: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** Format: uuid */
              readonly id: string;
              readonly caseId: string;
              readonly grantId: string;
              readonly cameraId: string;
              /** @description ISO 8601, UTC */
              readonly from: string;
              /** @description ISO 8601, UTC */
              readonly to: string;
              /** @description Of its video’s times, each once. */
              readonly clockSources: readonly (
                'given' | 'container' | 'import' | 'camera' | 'arrival'
              )[];
              readonly sightingId: string | null;
              readonly unmask: readonly ('people' | 'plates')[];
              readonly speed: number;
              readonly requestedBy: string;
              /** @enum {unknown} */
              readonly status: 'queued' | 'making' | 'done' | 'failed';
              readonly failure: string | null;
              readonly progress: number;
              readonly gaps: readonly {
                /** @description ISO 8601, UTC */
                readonly from: string;
                /** @description ISO 8601, UTC */
                readonly to: string;
                /** @description An error code, or `NO_FOOTAGE`. */
                readonly cause: string;
              }[];
              readonly byteCount: number | null;
              /** @description ISO 8601, UTC */
              readonly createdAt: string;
              /** @description ISO 8601, UTC */
              readonly expiresAt: string;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/clips/{clipId}/record': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What was filled in each picture of a clip, by which models
     * @description For the roles analyst, auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
          readonly clipId: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json':
              | {
                  /** @enum {number} */
                  readonly version: 1;
                  /** @enum {string} */
                  readonly method: 'solid-fill-1';
                  readonly detectors: readonly {
                    readonly name: string;
                    readonly sha256: string;
                  }[];
                  readonly margins: {
                    readonly person: number;
                    readonly plate: number;
                  };
                  readonly widthPx: number;
                  readonly heightPx: number;
                  readonly peopleHidden: boolean;
                  readonly privacyMasks?: readonly string[];
                  readonly hidden: readonly {
                    /** @enum {unknown} */
                    readonly kind: 'person' | 'plate' | 'mask';
                    readonly boxXywhPx: readonly [number, number, number, number];
                  }[];
                  readonly visiblePlates: readonly (readonly [number, number, number, number])[];
                  readonly part?: readonly [number, number, number, number];
                }
              | {
                  /** @enum {number} */
                  readonly version: 1;
                  /** @enum {string} */
                  readonly method: 'solid-fill-1';
                  readonly detectors: readonly {
                    readonly name: string;
                    readonly sha256: string;
                  }[];
                  readonly margins: {
                    readonly person: number;
                    readonly plate: number;
                  };
                  readonly widthPx: number;
                  readonly heightPx: number;
                  readonly peopleHidden: boolean;
                  readonly privacyMasks?: readonly string[];
                  /** @enum {unknown} */
                  readonly platesVisible: 'none' | 'granted' | 'all';
                  readonly frames: readonly {
                    readonly atMs: number;
                    readonly hidden: readonly (readonly [number, number, number, number, number])[];
                    readonly visiblePlates: readonly (readonly [number, number, number, number])[];
                  }[];
                };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/clips/{clipId}/video': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The clip, to the person whose grant it was made under
     * @description Each look is in the audit log; one at an unmasked clip needs a fresh sign-in.
     *
     *     For the roles analyst.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
          readonly clipId: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description MP4, H.264 */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'video/mp4': string;
          };
        };
        /** @description The range asked for */
        readonly 206: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'video/mp4': string;
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/tracks/{id}/picture': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * A vehicle’s picture, people and every plate filled
     * @description Needs no grant; each look is in the audit log. People have no pictures.
     *
     *     For the roles analyst.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description JPEG */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'image/jpeg': string;
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit/reviews': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What is to be looked at by a second person
     * @description A random sample of the searches, and the odd ones: the same plate in several cases, again and again by one person, out of hours, wide patterns, many refusals, grants that nobody else approved, unmaskings. In order of the audit log; without plates and names.
     *
     *     For the roles auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Items at most; 50. */
          readonly limit?: number;
          /** @description `nextCursor` of the page before. */
          readonly cursor?: string;
          readonly status?: 'open' | 'judged';
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                /** @description The sequence of the entry in the audit log. */
                readonly id: string;
                /** Format: date-time */
                readonly recordedAt: string;
                readonly action: string;
                readonly reasons: readonly (
                  | 'sampled'
                  | 'plate-in-several-cases'
                  | 'plate-asked-often'
                  | 'out-of-hours'
                  | 'many-denials'
                  | 'self-approved'
                  | 'wide-pattern'
                  | 'unmasking'
                )[];
                /** @description Sequences of the entries that make it odd. */
                readonly related: readonly number[];
                /** @enum {unknown} */
                readonly status: 'open' | 'judged';
                readonly verdict: ('justified' | 'not-justified' | 'unclear') | null;
                readonly judgedAt: string | null;
              }[];
              /** @description Null: the last page. */
              readonly nextCursor: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit/reviews/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * A review with what was asked, by whom and why
     * @description Opens the entry of the audit log, and its judgement; that is an entry itself.
     *
     *     For the roles auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description The sequence of the entry in the audit log. */
              readonly id: string;
              /** Format: date-time */
              readonly recordedAt: string;
              readonly action: string;
              readonly reasons: readonly (
                | 'sampled'
                | 'plate-in-several-cases'
                | 'plate-asked-often'
                | 'out-of-hours'
                | 'many-denials'
                | 'self-approved'
                | 'wide-pattern'
                | 'unmasking'
              )[];
              /** @description Sequences of the entries that make it odd. */
              readonly related: readonly number[];
              /** @enum {unknown} */
              readonly status: 'open' | 'judged';
              readonly verdict: ('justified' | 'not-justified' | 'unclear') | null;
              readonly judgedAt: string | null;
              /** @description Null: it doesn’t open any more; see wayside audit verify. */
              readonly entry: {
                readonly [key: string]: unknown;
              } | null;
              /** @description Null: it doesn’t open any more; see wayside audit verify. */
              readonly judgement: {
                readonly [key: string]: unknown;
              } | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit/reviews/{id}/judgement': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Judge an entry
     * @description Once, by an auditor who neither asked for it nor approved it. The judgement is an entry of the audit log; `not-justified` counts as misuse on the public page.
     *
     *     For the roles auditor.
     */
    readonly post: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          readonly id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody: {
        readonly content: {
          readonly 'application/json': {
            /** @enum {unknown} */
            readonly verdict: 'justified' | 'not-justified' | 'unclear';
            /** @description What was looked at, and why you think so. Sealed in the audit log. */
            readonly note: string;
          };
        };
      };
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description The sequence of the entry in the audit log. */
              readonly id: string;
              /** Format: date-time */
              readonly recordedAt: string;
              readonly action: string;
              readonly reasons: readonly (
                | 'sampled'
                | 'plate-in-several-cases'
                | 'plate-asked-often'
                | 'out-of-hours'
                | 'many-denials'
                | 'self-approved'
                | 'wide-pattern'
                | 'unmasking'
              )[];
              /** @description Sequences of the entries that make it odd. */
              readonly related: readonly number[];
              /** @enum {unknown} */
              readonly status: 'open' | 'judged';
              readonly verdict: ('justified' | 'not-justified' | 'unclear') | null;
              readonly judgedAt: string | null;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/transparency': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What the system was used for in a month
     * @description Made from the audit log, without plates, names and small counts; `method` says how. The same for a month that is complete whenever it is asked for. As CSV with `format=csv`, or `Accept: text/csv`.
     *
     *     Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query: {
          /** @description YYYY-MM, UTC. */
          readonly month: string;
          readonly format?: 'json' | 'csv';
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description The month */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              /** @description YYYY-MM, UTC. */
              readonly month: string;
              /** @description False: the month may still change, and counts are given in whole fives. */
              readonly complete: boolean;
              readonly cameras: {
                readonly total: number;
                readonly occasions: readonly {
                  /** @description Why they are there; null: not stated. */
                  readonly occasion: string | null;
                  readonly cameras: number;
                }[];
              } | null;
              /** @description Plates read; null: not counted. */
              readonly reads: (number | string) | null;
              readonly searches: {
                readonly total: number | string;
                readonly byPurpose: {
                  readonly [key: string]: number | string;
                };
                readonly selfApproved: number | string;
              };
              readonly trackSearches: number | string;
              readonly cases: {
                readonly opened: number | string;
                readonly closed: number | string;
              };
              readonly grants: {
                readonly requested: number | string;
                readonly approved: number | string;
                readonly refused: number | string;
                readonly withdrawn: number | string;
                readonly selfApproved: number | string;
              };
              readonly denials: {
                readonly total: number | string;
                readonly byCode: {
                  readonly [key: string]: number | string;
                };
              };
              readonly opened: {
                readonly total: number | string;
                readonly byContent: {
                  readonly [key: string]: number | string;
                };
              };
              readonly unmaskings: number | string;
              readonly holds: {
                readonly requested: number | string;
                readonly approved: number | string;
                readonly refused: number | string;
                readonly ended: number | string;
              };
              readonly retention: {
                readonly runs: number;
                readonly keyMoves: number;
                readonly oldestDays: {
                  readonly [key: string]: string | null;
                };
              };
              readonly reviews: {
                readonly picked: {
                  readonly total: number | string;
                  readonly byReason: {
                    readonly [key: string]: number | string;
                  };
                };
                readonly judged: {
                  readonly total: number | string;
                  readonly byVerdict: {
                    readonly [key: string]: number | string;
                  };
                };
              };
              readonly log: {
                /** @description Entries of the audit log that this was made from. */
                readonly size: number;
                readonly checkpoint: {
                  readonly size: number;
                  /** @description Base64. */
                  readonly rootHash: string;
                  /** @description The signed note. */
                  readonly note: string;
                } | null;
              };
              readonly method: readonly string[];
            };
            readonly 'text/csv': string;
          };
        };
        /** @description Default Response */
        readonly 304: {
          headers: {
            readonly [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit/checkpoint': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The newest signed head of the audit log
     * @description A C2SP signed note: name of the log, number of entries, root hash, signatures. Keep copies elsewhere: they show a log that was rewritten.
     *
     *     Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'text/plain': string;
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit/tile/{path}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Hashes or entries of the audit log, 256 at once
     * @description `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]` of C2SP tlog-tiles. An entry is a salted commitment of 32 bytes: it says nothing of what was logged.
     *
     *     Anybody may call it.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description With its slashes. */
          readonly path: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/octet-stream': string;
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/audit/entries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Entries of the audit log, with everything that is in them
     * @description In order. That they were read, and by whom, is an entry itself.
     *
     *     For the roles auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          readonly from?: number;
          readonly limit?: number;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description Default Response */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': {
              readonly items: readonly {
                readonly sequence: number;
                /** Format: date-time */
                readonly recordedAt: string;
                readonly leafHash: string;
                readonly detail: {
                  readonly [key: string]: unknown;
                } | null;
              }[];
              readonly nextCursor: string | null;
              readonly size: number;
            };
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '4XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
        /** @description Refused or failed: see `code` */
        readonly '5XX': {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Error'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly Error: {
      /** @enum {unknown} */
      readonly code:
        | 'USAGE'
        | 'CONFIG_INVALID'
        | 'DATABASE_UNREACHABLE'
        | 'DATABASE_OUTDATED'
        | 'QUEUE_UNREACHABLE'
        | 'OBJECTS_UNREACHABLE'
        | 'OBJECTS_REFUSED'
        | 'OBJECT_MISSING'
        | 'DISK_FULL'
        | 'DATA_FOLDER_UNUSABLE'
        | 'JOB_FAILED'
        | 'INTERRUPTED'
        | 'INTERNAL'
        | 'FILE_MISSING'
        | 'FILE_EMPTY'
        | 'FILE_UNREADABLE'
        | 'NOT_MEDIA'
        | 'MEDIA_TRUNCATED'
        | 'NO_VIDEO_STREAM'
        | 'DECODE_FAILED'
        | 'NOT_IMAGE'
        | 'IMAGE_TOO_LARGE'
        | 'FFMPEG_MISSING'
        | 'MODEL_MISSING'
        | 'MODEL_CORRUPT'
        | 'TENSOR_SHAPE'
        | 'PATTERN_INVALID'
        | 'PATTERN_TOO_WIDE'
        | 'REGION_UNKNOWN'
        | 'CAMERA_UNKNOWN'
        | 'TIME_INVALID'
        | 'CASE_REQUIRED'
        | 'GRANT_INVALID'
        | 'QUOTA_EXCEEDED'
        | 'APPROVER_REFUSED'
        | 'REVIEW_REFUSED'
        | 'CASE_CLOSED'
        | 'TICKET_INVALID'
        | 'KEEPER_UNTRUSTED'
        | 'AUDIT_BROKEN'
        | 'AUDIT_UNAVAILABLE'
        | 'ROLE_REFUSED'
        | 'EXPIRED'
        | 'SEAL_BROKEN'
        | 'KEEPER_UNREACHABLE'
        | 'KEYRING_INVALID'
        | 'NOT_FOUND'
        | 'NOT_SIGNED_IN'
        | 'SIGN_IN_AGAIN'
        | 'FORBIDDEN'
        | 'RATE_LIMITED'
        | 'BODY_TOO_LARGE'
        | 'UNSUPPORTED_MEDIA_TYPE'
        | 'CONFLICT'
        | 'ZONE_INVALID'
        | 'MASK_INVALID'
        | 'LINE_INVALID'
        | 'IMPORT_UNKNOWN'
        | 'FOLDER_REFUSED'
        | 'FILE_CHANGED'
        | 'TRACK_UNKNOWN'
        | 'SIGN_IN_REFUSED'
        | 'SECOND_FACTOR_REQUIRED'
        | 'SECOND_FACTOR_REFUSED'
        | 'SECOND_FACTOR_MISSING'
        | 'SECOND_FACTOR_ELSEWHERE'
        | 'LOCKED_OUT'
        | 'PASSWORD_WEAK'
        | 'SETUP_REFUSED'
        | 'INVITATION_REFUSED'
        | 'API_KEY_REFUSED'
        | 'API_KEY_EXPIRED'
        | 'CROSS_SITE'
        | 'OIDC_REFUSED'
        | 'OIDC_UNREACHABLE'
        | 'PASSPHRASE_WRONG'
        | 'APPROVER_KEY_MISSING'
        | 'REDACTION_MISSING'
        | 'PICTURE_MISSING'
        | 'CLIP_NOT_READY'
        | 'FOOTAGE_NONE'
        | 'UNMASKING_REFUSED'
        | 'ENCODE_FAILED'
        | 'RETENTION_TOO_LONG'
        | 'HOLD_INVALID'
        | 'CAMERA_UNREACHABLE'
        | 'CAMERA_UNAUTHORIZED'
        | 'CAMERA_NO_VIDEO'
        | 'CAMERA_STALLED'
        | 'CAMERA_DISCONNECTED'
        | 'CAMERA_PAUSED'
        | 'INGEST_STOPPED'
        | 'SPOOL_FULL'
        | 'DETECTION_STREAM_LATE'
        | 'DETECTION_STREAM_CLOCK'
        | 'SEGMENT_LOST';
      readonly message: string;
      readonly details: {
        readonly [key: string]: unknown;
      };
      readonly requestId: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
