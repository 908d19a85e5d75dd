// The event loop of this program, and the engine in it.

import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import * as exported from 'wasi-net:engine/engine@0.1.0';
import { bindComponent } from '../binding/component.ts';
import type { ComponentExports } from '../binding/component-exports.ts';
import { rejections, uncaught } from './fatal.ts';
import { Loop } from './loop/loop.ts';
import { nextTick } from './loop/ticks.ts';

const MILLISECOND = 1_000_000;

export const engine = bindComponent(exported as unknown as ComponentExports, {
  nextTick,
  now: () => now() / MILLISECOND,
});

export const loop = new Loop({ now: () => Math.floor(now() / MILLISECOND), uncaught, rejections }, engine);
