import { Type } from 'typebox';
import { CLOCK_SOURCES } from '../pipeline/time/clock-source.ts';

/** Beside every time at which a camera saw something. */
export const ClockSourceAnswer = Type.Enum([...CLOCK_SOURCES], {
  description:
    'Where times come from. Of files: `given` by the user, the `container`’s, the time of the `import`. ' +
    'Of streams: the `camera`’s own clock, or the `arrival` of the video.',
});
