// Timers and intervals.

import { busy, log, type Programs, SPACE } from './programs.ts';

export const timers: Programs = {
  'timers of one duration fire in the order of their start, shorter ones before'() {
    setTimeout(() => log('b'), 2 * SPACE);
    setTimeout(() => log('a'), SPACE);
    setTimeout(() => log('c'), 2 * SPACE);
    setTimeout(() => log('first'), 0);
    setTimeout(() => log('second'), 1);
    setTimeout(() => log('third'));
    setTimeout(() => log('fourth'), '1' as never);
  },

  'between two timers of one moment run the ticks and the microtasks'() {
    for (const name of ['one', 'two', 'three']) {
      setTimeout(() => {
        log(name);
        process.nextTick(() => log(name, 'tick'));
        Promise.resolve().then(() => log(name, 'microtask'));
        setImmediate(() => log(name, 'immediate'));
      }, SPACE);
    }
  },

  'a timer that is cleared by another does not fire'() {
    const cleared = setTimeout(() => log('never'), SPACE);
    setTimeout(() => {
      log('clears');
      clearTimeout(cleared);
      clearTimeout(later);
    }, 1);
    const same = setTimeout(() => {
      log('same');
      clearTimeout(next);
    }, SPACE);
    const next = setTimeout(() => log('never, as one of the same moment cleared it'), SPACE);
    const byTick = setTimeout(() => process.nextTick(() => clearTimeout(after)), 2 * SPACE);
    const after = setTimeout(() => log('never, as a tick between cleared it'), 2 * SPACE);
    const later = setTimeout(() => log('never'), 3 * SPACE);
    log(same.hasRef(), byTick.hasRef());
  },

  'timers nest'() {
    let depth = 0;
    const next = () => {
      log('depth', depth);
      if (++depth < 5) setTimeout(next, 0);
      setImmediate(() => log('immediate', depth));
    };
    setTimeout(next, 0);
  },

  'a timer of the same duration that a timer starts waits for its own time'() {
    setTimeout(() => {
      log('first');
      setTimeout(() => log('started by it'), SPACE);
      busy(2 * SPACE);
      setImmediate(() => log('immediate'));
    }, SPACE);
  },

  'an interval goes on until it is cleared, also by itself'() {
    let count = 0;
    const interval = setInterval(
      (word: string) => {
        log(word, ++count);
        if (count === 3) clearInterval(interval);
        process.nextTick(() => log('tick after', count));
      },
      5,
      'interval',
    );
    let others = 0;
    const other = setInterval(() => {
      if (++others === 2) clearTimeout(other);
      log('other', others);
    }, 3 * SPACE);
  },

  'an interval that is closed, refreshed or turned into a timeout'() {
    const closed = setInterval(() => log('never'), 1);
    log(closed.close() === closed);
    let count = 0;
    const refreshed = setInterval(() => {
      log('refreshed', ++count);
      refreshed.refresh();
      if (count === 3) clearInterval(refreshed);
    }, 5);
    const emptied = setInterval(() => log('emptied'), 5);
    (emptied as { _repeat?: unknown })._repeat = null;
  },

  'refresh starts a timer anew, also one that has fired'() {
    let fired = 0;
    const timer = setTimeout(() => {
      log('fired', ++fired);
      if (fired < 3) setTimeout(() => log(timer.refresh() === timer), SPACE);
    }, 2 * SPACE);
    setTimeout(() => timer.refresh(), SPACE);
    setTimeout(() => log('not yet'), 2.5 * SPACE);
    setTimeout(() => log('in between'), 5 * SPACE);
    const cleared = setTimeout(() => log('never'), 5);
    clearTimeout(cleared);
    cleared.refresh();
  },

  'a timer refreshed in its own callback fires again'() {
    let fired = 0;
    const timer = setTimeout(() => {
      log('fired', ++fired);
      if (fired < 3) timer.refresh();
    }, 2);
  },

  'timers that are unreferenced do not keep the program alive'() {
    setTimeout(() => log('never'), 1000).unref();
    let ticked = 0;
    setInterval(() => ++ticked === 1 && log('unreferenced interval'), 2 * SPACE).unref();
    const timer = setTimeout(() => log('referenced again'), 5 * SPACE);
    log(timer.unref().hasRef(), timer.ref().hasRef(), timer.unref().unref().ref().hasRef());
    const over = setTimeout(() => {
      log(over.hasRef());
      setImmediate(() => log(over.unref().hasRef(), over.ref().hasRef()));
    }, 1);
    process.on('exit', () => log('exit'));
  },

  'a timer can be cleared by its number'() {
    const timer = setTimeout(() => log('never'), 5);
    const id = Number(timer);
    log(typeof id, id === Number(timer), `${timer}` === String(id));
    clearTimeout(id);
    const other = setTimeout(() => log('never'), 5);
    clearInterval(String(Number(other)));
    const left = setTimeout(() => log('not by a wrong number'), 5);
    clearTimeout(Number(left) + 1000);
  },

  'durations out of range are one, and are warned of'() {
    process.on('warning', ({ name, message }) => log(name, message));
    for (const duration of [-1, Number.NaN, 2 ** 31, Infinity, 0.5, '5', null, -5, undefined, 'x']) {
      setTimeout(() => log('fired', duration), duration as number);
    }
  },

  'what `using` and Symbol.dispose do'() {
    const timer = setTimeout(() => log('never'), 1);
    const immediate = setImmediate(() => log('never'));
    timer[Symbol.dispose]();
    immediate[Symbol.dispose]();
    log(typeof timer[Symbol.toPrimitive]);
  },

  'this and the members of a timer'() {
    const timer = setTimeout(function (this: unknown) {
      log(this === timer);
    }, SPACE);
    const immediate = setImmediate(function (this: unknown) {
      log(this === immediate, immediate.hasRef());
    });
    log(timer.constructor.name, immediate.constructor.name, immediate.hasRef());
    log(immediate.unref().hasRef(), immediate.ref().hasRef());
  },
};
