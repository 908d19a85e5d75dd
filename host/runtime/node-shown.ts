// Values in the messages of errors, shown by Node itself: whatever it makes of them is what a program expects.

import util from 'node:util';
import type { Shown } from '../net/shown.ts';

// Kept, for Node itself does not see what a program puts in their place.
const { format, inspect } = util;
const RECEIVED = ' Received ';

export const nodeShown: Shown = {
  inspect: value => inspect(value),
  text: value => format('%s', value),
  received(value) {
    try {
      // Either refuses all that the other takes, in the words that are wanted.
      if (typeof value === 'function') Buffer.byteLength(value as never);
      else process.nextTick(value as never);
    } catch (error) {
      // What a value throws when it is looked at is the program's.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_ARG_TYPE') throw error;
      const { message } = error as Error;
      return message.slice(message.indexOf(RECEIVED) + RECEIVED.length);
    }
    return '';
  },
};
