/** A process with a camera, for a test that kills it. Says the process id of its RTSP server. */
import { startRtspServer } from './rtsp-server.ts';

process.once('message', (file: string) => {
  void (async () => {
    const server = await startRtspServer();
    await server.mount('/a', { feed: { file } });
    process.send?.(server.pid);
  })();
});
