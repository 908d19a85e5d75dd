// A program that does nothing but to show that it runs.

import { print } from './print.ts';

export const run = {
  async run(): Promise<void> {
    print('hello');
  },
};
