// Immediates.

import { log, type Programs } from './programs.ts';

export const immediates: Programs = {
  'an immediate of an immediate runs in the next turn'() {
    setImmediate(() => {
      log('one');
      setImmediate(() => {
        log('three');
        setImmediate(() => log('four'));
      });
      process.nextTick(() => log('tick of one'));
      Promise.resolve().then(() => log('microtask of one'));
    });
    setImmediate(() => log('two'));
  },

  'an immediate that is cleared by another does not run'() {
    const cleared = setImmediate(() => log('never'));
    clearImmediate(cleared);
    clearImmediate(cleared);
    setImmediate(() => {
      log('clears the next');
      clearImmediate(next);
      process.nextTick(() => clearImmediate(byTick));
    });
    const next = setImmediate(() => log('never'));
    const byTick = setImmediate(() => log('never'));
    const self: NodeJS.Immediate = setImmediate(() => {
      log('itself');
      clearImmediate(self);
    });
  },

  'immediates that are unreferenced run when the program is alive, and do not keep it so'() {
    setImmediate(() => {
      log('referenced');
      setImmediate(() => log('never')).unref();
    });
    setImmediate(() => log('unreferenced')).unref();
    process.on('exit', () => log('exit'));
  },

  'a timer that is due runs before the immediates of the next turn'() {
    setImmediate(() => {
      setTimeout(() => log('timer'), 1);
      const until = performance.now() + 5;
      while (performance.now() < until);
      setImmediate(() => log('immediate'));
      log('waited');
    });
  },
};
