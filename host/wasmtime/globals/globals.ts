// What a guest's globalThis lacks.

import './early.ts';
import { getStderr } from 'wasi:cli/stderr@0.2.12';
import { getStdout } from 'wasi:cli/stdout@0.2.12';
import { loop } from '../event-loop.ts';
import { process } from '../process.ts';
import { outputOn } from '../stdio.ts';
import './web.ts';

const stdout = outputOn(getStdout, 1);
const stderr = outputOn(getStderr, 2);

type Callback = (...args: unknown[]) => void;

Object.assign(process, { stdout, stderr });
Object.assign(globalThis, {
  setTimeout: (callback: Callback, delay?: number, ...args: unknown[]) =>
    loop.timers.start(callback, delay, args, false),
  setInterval: (callback: Callback, delay?: number, ...args: unknown[]) =>
    loop.timers.start(callback, delay, args, true),
  setImmediate: (callback: Callback, ...args: unknown[]) => loop.immediates.start(callback, args),
  clearTimeout: (timer?: { close?(): void }) => timer?.close?.(),
  clearInterval: (timer?: { close?(): void }) => timer?.close?.(),
  clearImmediate: (immediate: Parameters<typeof loop.immediates.clear>[0]) =>
    loop.immediates.clear(immediate),
});
