// All scenarios of the behavioural comparison, by subject.
import type { Scenario } from '../../support/scenario.ts';
import { addresses } from './addresses.ts';
import { classes } from './classes.ts';
import { connecting } from './connecting.ts';
import { destroying } from './destroying.ts';
import { ending } from './ending.ts';
import { idling } from './idling.ts';
import { listening } from './listening.ts';
import { lookups } from './lookups.ts';
import { plainly } from './plainly.ts';
import { reading } from './reading.ts';
import { reconnecting } from './reconnecting.ts';
import { refusals } from './refusals.ts';
import { resetting } from './resetting.ts';
import { serving } from './serving.ts';
import { timing } from './timing.ts';
import { writing } from './writing.ts';

export const scenarios: Scenario[] = [
  ...connecting,
  ...addresses,
  ...lookups,
  ...writing,
  ...reading,
  ...plainly,
  ...ending,
  ...destroying,
  ...resetting,
  ...reconnecting,
  ...timing,
  ...idling,
  ...listening,
  ...serving,
  ...classes,
  ...refusals,
];
