// The client mqtt and the broker aedes.
import { test } from 'uvu';
import { stories } from './programs/mqtt.ts';
import { compare } from './stage/compare.ts';

compare('mqtt', stories);

test.run();
