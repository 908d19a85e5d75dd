// The names of this program: what `dns` and `net` look up.

import { engine } from './event-loop.ts';
import { createLookups } from './lookup.ts';
import { snapshot } from './loop/async-context.ts';
import { nextTick } from './loop/ticks.ts';
import { process } from './process.ts';

export const { lookup, getDefaultResultOrder, setDefaultResultOrder } = createLookups(engine, {
  nextTick,
  snapshot,
  warn: (message, type) => process.emitWarning(message, type),
});
