// The guest's own promises in the place of the engine's, before anything takes hold of them.

import { GuestPromise } from '../loop/promise.ts';
import '../loop/promise-statics.ts';

Object.defineProperty(globalThis, 'Promise', { value: GuestPromise, writable: true, configurable: true });
