// The event loop of this program, and the engine in it.

import * as exported from 'wasi-net:engine/engine@0.1.0';
import { bindComponent } from '../binding/component.ts';
import type { ComponentExports } from '../binding/component-exports.ts';
import { monotonic } from './clock.ts';
import { keepContexts } from './contexts.ts';
import { type Origin, uncaught } from './fatal.ts';
import { Loop } from './loop/loop.ts';
import { nextTick } from './loop/ticks.ts';
import { process } from './process.ts';
import { rejections } from './rejections.ts';

export const engine = keepContexts(
  bindComponent(exported as unknown as ComponentExports, { nextTick, now: monotonic }),
);

/** After an error that somebody took, what was put off must run: an immediate makes sure that a callback ends. */
export function survive(error: unknown, origin?: Origin): void {
  uncaught(error, origin);
  loop.immediates.start(() => {}, undefined);
}

export const loop = new Loop(
  {
    now: monotonic,
    warn: (message, type) => process.emitWarning(message, type),
    uncaught: survive,
    rejections: () => rejections(survive),
  },
  engine,
);
