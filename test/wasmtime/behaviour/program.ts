// One program for all acts: to build a guest takes seconds.
import type { Acts } from './act.ts';
import { ending } from './ending.ts';
import { failing } from './failing.ts';
import { flowing } from './flowing.ts';
import { holding } from './holding.ts';
import { many } from './many.ts';
import { serving } from './serving.ts';
import { timing } from './timing.ts';
import { waking } from './waking.ts';

const acts: Acts = {
  ...timing,
  ...flowing,
  ...failing,
  ...ending,
  ...serving,
  ...holding,
  ...many,
  ...waking,
};
const [, , name, given = '{}'] = process.argv;
acts[name](JSON.parse(given));
