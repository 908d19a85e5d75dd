// node:timers/promises, and timers made promises.

import * as timers from 'node:timers';
import {
  scheduler,
  setTimeout as sleep,
  setInterval as ticking,
  setImmediate as turn,
} from 'node:timers/promises';
import { promisify } from 'node:util';
import { log, type Programs, SPACE } from './programs.ts';

const failure = (error: unknown) => {
  const { name, code, message, cause } = error as NodeJS.ErrnoException;
  log(name, code, message, cause === undefined ? '' : String(cause));
};

export const timersPromises: Programs = {
  async 'promises of timers and immediates in turn'() {
    sleep(20 * SPACE, 'late').then(log);
    log(await sleep(1, 'timer'));
    log(await turn('immediate'));
    log(await sleep());
    log(await promisify(setTimeout)(1, 'promisified'), await promisify(setImmediate)('at once'));
    log(await scheduler.wait(1), await scheduler.yield());
    log(timers.promises.setTimeout === sleep, timers.setTimeout === setTimeout);
  },

  async 'they fail when their signal aborts'() {
    const controller = new AbortController();
    sleep(1000, 'never', { signal: controller.signal }).catch(failure);
    turn('never', { signal: controller.signal }).catch(failure);
    controller.abort(new Error('why'));
    await sleep(1, 'x', { signal: controller.signal }).catch(failure);
    await scheduler.wait(1, { signal: AbortSignal.abort('reason') }).catch(failure);
    const late = new AbortController();
    log(await sleep(1, 'in time', { signal: late.signal }));
    late.abort();
    await sleep(1000, 'x', { signal: AbortSignal.timeout(5) }).catch(failure);
  },

  async 'they refuse what is no duration, no signal, no options'() {
    for (const args of [['5'], [1, 2, 'x'], [1, 2, { signal: {} }], [1, 2, { ref: 5 }], [1, 2, null]]) {
      await sleep(...(args as [])).then(() => log('taken'), failure);
    }
    await turn(1, { ref: 'x' as never }).catch(failure);
    try {
      new (scheduler.constructor as new () => unknown)();
    } catch (error) {
      failure(error);
    }
  },

  async 'an interval is iterated, and ends with the loop over it'() {
    let count = 0;
    for await (const value of ticking(5, 'value')) {
      log(value, ++count);
      if (count === 3) break;
    }
    const controller = new AbortController();
    try {
      for await (const _ of ticking(2, undefined, { signal: controller.signal })) {
        log('aborting', ++count);
        if (count === 5) controller.abort();
      }
    } catch (error) {
      failure(error);
    }
    log('end');
  },

  async 'an unreferenced sleep does not keep the program alive'() {
    process.on('exit', code => log('exit', code));
    sleep(1000, 'never', { ref: false }).then(log);
    turn('never', { ref: false }).then(log);
    log('waiting');
  },
};
