// The client mqtt in real Wasmtime, against aedes in the process of the test.
import { test } from 'uvu';
import { stories } from '../clients/programs/mqtt.ts';
import { brokers } from './clients/brokers.ts';
import { compareInGuest } from './clients/compare.ts';

compareInGuest('mqtt', stories, brokers, {
  'mqtt publishes the will of a client that is reset': 'WASI has no word for a reset',
});

test.run();
