// Runs the program of the name that it is given, or tells all names but those that are about the standard streams.

import { contexts } from './contexts.ts';
import { ends } from './ends.ts';
import { errors } from './errors.ts';
import { immediates } from './immediates.ts';
import { lowered } from './lowered.ts';
import { processes } from './processes.ts';
import type { Programs } from './programs.ts';
import { promises } from './promises.ts';
import { rejections } from './rejections.ts';
import { sockets } from './sockets.ts';
import { streams } from './streams.ts';
import { ticks } from './ticks.ts';
import { timers } from './timers.ts';
import { timersPromises } from './timers-promises.ts';

const all: Programs = {
  ...ticks,
  ...timers,
  ...immediates,
  ...timersPromises,
  ...promises,
  ...lowered,
  ...sockets,
  ...contexts,
  ...processes,
  ...errors,
  ...rejections,
  ...ends,
};

const name = process.argv[2];
if (name === undefined) console.log(JSON.stringify(Object.keys(all)));
else ({ ...all, ...streams })[name]();
