import { totalmem } from 'node:os';

const MIB = 1024 * 1024;

export type PostgresSettings = Readonly<Record<string, string | number>>;

/**
 * What differs from PostgreSQL's own defaults, sized for a machine that also runs the models.
 *
 * `synchronous_commit` stays on: an audit entry must be on disk before the answer it covers, and
 * with Redis as job backend a segment reported done must not be lost. It costs one flush per
 * transaction, and there are only a few transactions per segment.
 */
export function postgresSettings(totalMemoryBytes: number = totalmem()): PostgresSettings {
  const totalMib = Math.floor(totalMemoryBytes / MIB);
  const sharedMib = Math.min(1024, Math.max(64, Math.floor(totalMib / 16)));
  return {
    listen_addresses: '127.0.0.1',
    // Sockets would need a folder whose path is short and open to every user of the programs.
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: `${sharedMib}MB`,
    effective_cache_size: `${Math.max(sharedMib, Math.floor(totalMib / 2))}MB`,
    maintenance_work_mem: '64MB',
    // The index of sealed tokens is written at random places: checkpoints far apart keep the
    // full-page images in the log few.
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    wal_level: 'minimal',
    max_wal_senders: 0,
    synchronous_commit: 'on',
    random_page_cost: 1.1,
    // A search touches every day's partitions once: compiling it takes longer than running it.
    jit: 'off',
    // Two workers to look into a month of small tables took 8 ms to start, for 2 ms of work.
    max_parallel_workers_per_gather: 0,
    // A search over a year of days locks each day's table and its indexes.
    max_locks_per_transaction: 256,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements carry sealed bytes and tokens; keep them out of the log all the same.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
  };
}

/** As lines of postgresql.conf. */
export function formatSettings(settings: PostgresSettings): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`,
  );
  return `# Written at every start; changes here are lost.\n${lines.join('\n')}\n`;
}
