import { recordStream } from '../record-stream.ts';

/** Records `url` into `folder` and tells its parent of each file, until it is killed. */
const [url, folder] = process.argv.slice(2);
const recording = recordStream(
  { url: url!, segmentMs: 1000, masks: [] },
  { folder: folder!, signal: new AbortController().signal, nowMs: Date.now },
);
for await (const file of recording) process.send!(file);
