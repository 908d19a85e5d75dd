// What a guest's globalThis lacks.

import './early.ts';
import { getStderr } from 'wasi:cli/stderr@0.2.12';
import { getStdout } from 'wasi:cli/stdout@0.2.12';
import timers from '../builtins/timers.ts';
import { warningText } from '../process/warnings.ts';
import { process } from '../process.ts';
import { openStdin } from '../stdin.ts';
import { outputOn } from '../stdio.ts';
import './web.ts';
import './performance.ts';

const stdout = outputOn(getStdout, 1);
const stderr = outputOn(getStderr, 2);

const { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval } = timers;

Object.assign(process, { stdout, stderr });
Object.defineProperty(process, 'stdin', { get: openStdin, enumerable: true, configurable: true });
process.on('warning', (warning: unknown) => {
  const text = warningText(process, warning);
  if (text !== undefined) stderr.write(`${text}\n`);
});
Object.assign(globalThis, {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
});
