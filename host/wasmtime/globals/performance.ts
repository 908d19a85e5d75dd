// `performance` and its classes. What an engine has of them counts from when the component was made: it gives way.

import perfHooks from '../builtins/perf_hooks.ts';
import { define } from './define.ts';

const { timerify: _, ...globals } = perfHooks;
for (const [name, value] of Object.entries(globals)) define(globalThis, name, value);
